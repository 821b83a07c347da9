import Fastify, { type FastifyInstance } from 'fastify';
import { verifySignature } from '#whatsapp';
import { WEBHOOK_PATH } from '../load/webhooks.js';
import { appSecret, reportReady } from './baseline-env.js';

/** FASTIFY and FASTIFY_COMMIT: the least that Fastify needs to check a signature over the raw bytes, then `keep`, then 200. */
export async function serveWithFastify(keep: ((body: Buffer) => Promise<void>) | undefined): Promise<void> {
  const secret = appSecret();
  const server: FastifyInstance = Fastify();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.post(WEBHOOK_PATH, async (request, reply) => {
    const body = request.body as Buffer;
    if (!verifySignature(body, request.headers['x-hub-signature-256'] as string | undefined, secret)) return reply.code(401).send('');
    if (keep) await keep(body);
    return reply.code(200).send('');
  });
  await server.listen({ port: 0, host: '127.0.0.1' });
  reportReady((server.server.address() as { port: number }).port);
}
