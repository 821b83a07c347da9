import 'reflect-metadata';
import { Body, Controller, Headers, HttpCode, HttpException, Inject, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { verifySignature } from '#whatsapp';
import { WEBHOOK_PATH } from '../load/webhooks.js';
import { appSecret, groupCommit, reportReady } from './baseline-env.js';
import { BaselineGroupCommit } from './group-commit.js';

/** NEST_RLS: what FASTIFY_COMMIT does, on NestJS as its documentation shows it; the environment names the table and role. */
const secret = appSecret();

@Controller()
class WebhookController {
  constructor(@Inject(BaselineGroupCommit) private readonly journal: BaselineGroupCommit) {}

  @Post(WEBHOOK_PATH)
  @HttpCode(200)
  async receive(@Body() body: Buffer, @Headers('x-hub-signature-256') signature: string | undefined): Promise<string> {
    if (!verifySignature(body, signature, secret)) throw new HttpException('', 401);
    await this.journal.add(body);
    return '';
  }
}

@Module({
  controllers: [WebhookController],
  providers: [
    {
      provide: BaselineGroupCommit,
      useFactory: async () => {
        const journal = groupCommit();
        await journal.connect();
        return journal;
      },
    },
  ],
})
class WebhookModule {}

const app = await NestFactory.create<NestFastifyApplication>(WebhookModule, new FastifyAdapter(), { logger: false, bodyParser: false });
app
  .getHttpAdapter()
  .getInstance()
  .addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body),
  );
await app.listen(0, '127.0.0.1');
reportReady((app.getHttpServer().address() as { port: number }).port);
