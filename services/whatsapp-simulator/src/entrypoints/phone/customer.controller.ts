import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseOrRefuse, Problem, Public } from '#service-kit';
import { GraphError } from '../../domain/graph/graph-error.js';
import { INBOUND_MEDIA_MS } from '../../domain/graph/media.js';
import { customerMessageSchema } from '../../domain/phone/customer-message.js';
import { FindMediaHandler } from '../../handlers/graph/find-media.handler.js';
import { UploadMediaHandler } from '../../handlers/graph/upload-media.handler.js';
import { BrowseThreadsHandler } from '../../handlers/phone/browse-threads.handler.js';
import { FindNumberHandler } from '../../handlers/phone/find-number.handler.js';
import { ReadAsCustomerHandler } from '../../handlers/phone/read-as-customer.handler.js';
import { SaveContactHandler } from '../../handlers/phone/save-contact.handler.js';
import { SaveGroupHandler } from '../../handlers/phone/save-group.handler.js';
import { WriteAsCustomerHandler } from '../../handlers/phone/write-as-customer.handler.js';
import { readUpload } from '../graph/multipart.js';

const numberQuery = z.object({ phoneNumberId: z.string().min(1) });
const threadQuery = numberQuery.extend({ contact: z.string().min(1).optional(), limit: z.coerce.number().int().min(1).optional() });
const contactQuery = numberQuery.extend({ contact: z.string().min(1) }).strict();
const readInput = contactQuery.extend({ groupId: z.string().min(1).optional() });
const groupInput = numberQuery
  .extend({
    id: z.string().min(1).optional(),
    subject: z.string().min(1).max(128).optional(),
    members: z.array(z.string().min(1)).optional(),
  })
  .strict();
const contactInput = contactQuery.extend({
  name: z.string().min(1).max(128).optional(),
  username: z.string().min(1).max(64).optional(),
  autoRead: z.boolean().optional(),
});

/** What a customer does with the phone. For development and tests only: open to everybody who reaches the port. */
@ApiExcludeController()
@Public()
@Controller('simulator')
export class CustomerController {
  constructor(
    private readonly write: WriteAsCustomerHandler,
    private readonly read: ReadAsCustomerHandler,
    private readonly browse: BrowseThreadsHandler,
    private readonly saveContact: SaveContactHandler,
    private readonly saveGroup: SaveGroupHandler,
    private readonly findNumber: FindNumberHandler,
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

  @Get('groups')
  listGroups(@Query() query: unknown): object {
    return this.saveGroup.list(parseOrRefuse(numberQuery, query).phoneNumberId);
  }

  @Put('groups')
  putGroup(@Body() body: unknown): object {
    return this.saveGroup.execute(parseOrRefuse(groupInput, body));
  }

  /** A file that a customer is about to send: a form with `file`; `?phoneNumberId=` says to whom. */
  @Post('media')
  async uploadMedia(@Query() query: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { phoneNumberId } = parseOrRefuse(numberQuery, query);
    this.findNumber.execute(phoneNumberId);
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

  @Get('suggestions')
  suggestions(@Query() query: unknown): { items: string[] } {
    return { items: this.findNumber.execute(parseOrRefuse(numberQuery, query).phoneNumberId).suggestions ?? [] };
  }
}
