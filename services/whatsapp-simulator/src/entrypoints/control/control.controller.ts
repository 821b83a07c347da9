import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem, Public } from '#service-kit';
import { businessNumbersSchema } from '../../domain/graph/business-number.js';
import { customerMessageSchema } from '../../domain/phone/customer-message.js';
import { faultsSchema } from '../../domain/control/faults.js';
import { GraphError } from '../../domain/graph/graph-error.js';
import { INBOUND_MEDIA_MS } from '../../domain/graph/media.js';
import { accountUpdate } from '../../domain/webhooks/webhook-update.js';
import { FindMediaHandler } from '../../handlers/graph/find-media.handler.js';
import { UploadMediaHandler } from '../../handlers/graph/upload-media.handler.js';
import { BrowseThreadsHandler } from '../../handlers/phone/browse-threads.handler.js';
import { ConfigureSimulatorHandler } from '../../handlers/control/configure-simulator.handler.js';
import { ReadAsCustomerHandler } from '../../handlers/phone/read-as-customer.handler.js';
import { ReviewDeliveriesHandler } from '../../handlers/webhooks/review-deliveries.handler.js';
import { SaveContactHandler } from '../../handlers/phone/save-contact.handler.js';
import { WriteAsCustomerHandler } from '../../handlers/phone/write-as-customer.handler.js';
import { DeliverWebhooksHandler } from '../../handlers/webhooks/deliver-webhooks.handler.js';
import { parseOrRefuse, unknownNumber } from '../../handlers/problems.js';
import { readUpload } from '../graph/multipart.js';

const numberQuery = z.object({ phoneNumberId: z.string().min(1) });
const threadQuery = numberQuery.extend({ contact: z.string().min(1).optional(), limit: z.coerce.number().int().min(1).optional() });
const deliveriesQuery = z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const readInput = numberQuery.extend({ contact: z.string().min(1) }).strict();
const contactInput = readInput.extend({
  name: z.string().min(1).max(128).optional(),
  username: z.string().min(1).max(64).optional(),
  autoRead: z.boolean().optional(),
});
const clockInput = z
  .object({
    advanceMs: z
      .number()
      .int()
      .min(0)
      .max(366 * 24 * 60 * 60 * 1000)
      .optional(),
    at: z.iso.datetime({ offset: true }).optional(),
  })
  .strict()
  .refine((move) => (move.advanceMs === undefined) !== (move.at === undefined), {
    message: 'give advanceMs (milliseconds) or at (ISO 8601), one of them',
  });
const webhookInput = z
  .object({
    url: z.url({ protocol: /^https?$/ }).optional(),
    appSecret: z.string().min(1).optional(),
    verifyToken: z.string().min(1).optional(),
  })
  .strict();
const accountEventInput = z
  .object({ wabaId: z.string().min(1), field: z.string().regex(/^[a-z_]{1,64}$/), value: z.record(z.string(), z.unknown()) })
  .strict();

/** Playing the customer, and the controls. For development and tests only: open to everybody who reaches the port. */
@ApiExcludeController()
@Public()
@Controller('simulator')
export class SimulatorController {
  constructor(
    private readonly write: WriteAsCustomerHandler,
    private readonly read: ReadAsCustomerHandler,
    private readonly browse: BrowseThreadsHandler,
    private readonly saveContact: SaveContactHandler,
    private readonly configure: ConfigureSimulatorHandler,
    private readonly deliveries: ReviewDeliveriesHandler,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly uploads: UploadMediaHandler,
    private readonly media: FindMediaHandler,
  ) {}

  @Post('messages')
  writeMessage(@Body() body: unknown): { wamid: string } {
    return this.write.execute(parseOrRefuse(customerMessageSchema, body));
  }

  @Get('messages')
  listMessages(@Query() query: unknown): object {
    return this.browse.execute(parseOrRefuse(threadQuery, query));
  }

  @Post('read')
  @HttpCode(200)
  readThread(@Body() body: unknown): object {
    return this.read.execute(parseOrRefuse(readInput, body));
  }

  @Get('contacts')
  listContacts(@Query() query: unknown): object {
    return this.browse.contacts(parseOrRefuse(numberQuery, query).phoneNumberId);
  }

  @Put('contacts')
  putContact(@Body() body: unknown): object {
    return this.saveContact.execute(parseOrRefuse(contactInput, body));
  }

  /** A file that a customer is about to send: a form with `file`; `?phoneNumberId=` says to whom. */
  @Post('media')
  async uploadMedia(@Query() query: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { phoneNumberId } = parseOrRefuse(numberQuery, query);
    const known = this.configure.listNumbers().items.map((number) => number.phoneNumberId);
    if (!known.includes(phoneNumberId)) throw unknownNumber(phoneNumberId, known);
    const file = await readUpload(request);
    if (!file) throw Problem.invalid([{ field: 'file', message: 'send multipart/form-data with one file' }]);
    try {
      const { id, mimeType } = this.uploads.execute(phoneNumberId, file, INBOUND_MEDIA_MS);
      return { id, mimeType };
    } catch (error) {
      if (error instanceof GraphError) throw Problem.invalid([{ field: 'file', message: error.details ?? error.message }]);
      throw error;
    }
  }

  /** The bytes, for the phone to show. */
  @Get('media/:id')
  downloadMedia(@Param('id') id: string, @Res() reply: FastifyReply): void {
    const media = this.media.execute(id);
    if (!media) throw Problem.notFound('file');
    const shown = /^(image|audio|video)\//.test(media.mimeType);
    void reply
      .type(media.mimeType)
      .header('content-disposition', shown ? 'inline' : 'attachment')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(media.bytes);
  }

  @Get('numbers')
  listNumbers(): object {
    return this.configure.listNumbers();
  }

  /** Replaces all numbers: an array, or `{ numbers: [...] }`. */
  @Put('numbers')
  putNumbers(@Body() body: unknown): object {
    const numbers = Array.isArray(body) ? body : (body as { numbers?: unknown } | undefined)?.numbers;
    return this.configure.replaceNumbers(parseOrRefuse(businessNumbersSchema, numbers));
  }

  @Get('suggestions')
  suggestions(@Query() query: unknown): { items: string[] } {
    const { phoneNumberId } = parseOrRefuse(numberQuery, query);
    const numbers = this.configure.listNumbers().items;
    const number = numbers.find((candidate) => candidate.phoneNumberId === phoneNumberId);
    if (!number)
      throw unknownNumber(
        phoneNumberId,
        numbers.map((candidate) => candidate.phoneNumberId),
      );
    return { items: number.suggestions ?? [] };
  }

  @Get('faults')
  getFaults(): object {
    return this.configure.currentFaults();
  }

  @Post('faults')
  @HttpCode(200)
  setFaults(@Body() body: unknown): object {
    return this.configure.execute(parseOrRefuse(faultsSchema, body));
  }

  @Get('clock')
  getClock(): object {
    return this.configure.time();
  }

  @Post('clock')
  @HttpCode(200)
  moveClock(@Body() body: unknown): object {
    return this.configure.moveClock(parseOrRefuse(clockInput, body));
  }

  @Put('webhook')
  putWebhook(@Body() body: unknown): object {
    return this.configure.retarget(parseOrRefuse(webhookInput, body));
  }

  @Post('verify')
  @HttpCode(200)
  verify(): Promise<object> {
    return this.configure.verify();
  }

  @Get('deliveries')
  listDeliveries(@Query() query: unknown): object {
    return this.deliveries.execute(parseOrRefuse(deliveriesQuery, query).limit);
  }

  /** Any account-level webhook, for what the simulator does not do by itself (account_update, quality updates, ...). */
  @Post('account-events')
  @HttpCode(202)
  accountEvent(@Body() body: unknown): object {
    const { wabaId, field, value } = parseOrRefuse(accountEventInput, body);
    this.deliver.execute(accountUpdate(wabaId, field, value));
    return { accepted: true };
  }

  @Post('reset')
  @HttpCode(200)
  reset(): object {
    this.configure.reset();
    return { reset: true };
  }
}
