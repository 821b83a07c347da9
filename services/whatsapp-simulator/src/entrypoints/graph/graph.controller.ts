import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  Res,
  UseFilters,
  UseInterceptors,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '#service-kit';
import { FaultPlan } from '../../domain/control/faults.js';
import { missingParameter, unknownObject } from '../../domain/graph/graph-error.js';
import { AuthorizeCallHandler } from '../../handlers/graph/authorize-call.handler.js';
import { ClaimNumberHandler } from '../../handlers/graph/claim-number.handler.js';
import { DescribeNumberHandler } from '../../handlers/graph/describe-number.handler.js';
import { FindMediaHandler } from '../../handlers/graph/find-media.handler.js';
import { ManageTemplatesHandler } from '../../handlers/graph/manage-templates.handler.js';
import { MarkReadHandler } from '../../handlers/graph/mark-read.handler.js';
import { SendMessageHandler, type SendOutcome } from '../../handlers/graph/send-message.handler.js';
import { UploadMediaHandler } from '../../handlers/graph/upload-media.handler.js';
import { GraphErrorFilter } from './graph-error.filter.js';
import { ManagementUsageInterceptor } from './management-usage.interceptor.js';
import { acceptForms, readUpload } from './multipart.js';

type QueryString = Record<string, string | undefined>;

/** The part of the Graph API that a WhatsApp business calls, under any version. Access is by the number's own token, not by ours. */
@ApiExcludeController()
@Public()
@UseFilters(GraphErrorFilter)
@UseInterceptors(ManagementUsageInterceptor)
@Controller(':version(^v\\d+\\.\\d+$)')
export class GraphController implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly faults: FaultPlan,
    private readonly authorize: AuthorizeCallHandler,
    private readonly claim: ClaimNumberHandler,
    private readonly send: SendMessageHandler,
    private readonly markRead: MarkReadHandler,
    private readonly upload: UploadMediaHandler,
    private readonly media: FindMediaHandler,
    private readonly templates: ManageTemplatesHandler,
    private readonly describe: DescribeNumberHandler,
  ) {}

  /** For the simulator's own media route too: the parser belongs to the server. */
  async onModuleInit(): Promise<void> {
    await acceptForms(this.host.httpAdapter.getInstance());
  }

  @Post(':id/messages')
  @HttpCode(200)
  async message(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.faults.takeDroppedRequest()) return cut(reply);
    const number = this.authorize.number(authorization, id, 'post');
    const status = (body as Record<string, unknown> | undefined)?.status;
    if (status === 'read') {
      void reply.send(this.markRead.execute(id, body as Record<string, unknown>));
      return;
    }
    await answer(reply, this.send.execute(number, body));
  }

  @Post(':id/marketing_messages')
  @HttpCode(200)
  async marketingMessage(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.faults.takeDroppedRequest()) return cut(reply);
    await answer(reply, this.send.execute(this.authorize.number(authorization, id, 'post'), body, 'marketing_messages'));
  }

  @Post(':id/media')
  @HttpCode(200)
  async uploadMedia(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    this.authorize.number(authorization, id, 'post');
    const file = await readUpload(request);
    if (!file) throw missingParameter('a multipart form with file, type and messaging_product is required');
    if (file.fields.messaging_product !== 'whatsapp') throw missingParameter('messaging_product is required');
    return { id: this.upload.execute(id, file).id };
  }

  @Post(':id/register')
  @HttpCode(200)
  register(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Body() body: { pin?: unknown } | undefined,
  ): object {
    return this.describe.register(this.authorize.number(authorization, id, 'post'), body?.pin);
  }

  @Post(':id/deregister')
  @HttpCode(200)
  deregister(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): object {
    return this.describe.deregister(this.authorize.number(authorization, id, 'post'));
  }

  @Get(':id/phone_numbers')
  phoneNumbers(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Query('fields') fields?: string,
  ): object {
    this.claim.account(authorization, id);
    return { data: this.authorize.account(authorization, id, 'get').map((number) => this.describe.execute(number, fields)) };
  }

  @Get(':id/subscribed_apps')
  subscribedApps(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): object {
    this.authorize.account(authorization, id, 'get');
    return this.describe.subscription(id);
  }

  @Post(':id/subscribed_apps')
  @HttpCode(200)
  subscribe(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): object {
    this.authorize.account(authorization, id, 'post');
    return this.describe.subscribe(id, true);
  }

  @Delete(':id/subscribed_apps')
  unsubscribe(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): object {
    this.authorize.account(authorization, id, 'delete');
    return this.describe.subscribe(id, false);
  }

  @Get(':id/message_templates')
  listTemplates(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Query() query: QueryString,
    @Req() request: FastifyRequest,
  ): object {
    this.authorize.account(authorization, id, 'get');
    return this.templates.execute(id, query, `${baseOf(request)}${request.url.split('?')[0]}`);
  }

  @Post(':id/message_templates')
  @HttpCode(200)
  createTemplate(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Body() body: unknown): object {
    this.authorize.account(authorization, id, 'post');
    return this.templates.create(id, body);
  }

  @Delete(':id/message_templates')
  deleteTemplates(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Query() query: QueryString,
  ): object {
    this.authorize.account(authorization, id, 'delete');
    return this.templates.remove(id, query);
  }

  /** A number, a file or a template: the Graph API tells objects apart by their id alone. */
  @Get(':id')
  get(
    @Param('id') id: string,
    @Headers('authorization') authorization: string | undefined,
    @Query() query: QueryString,
    @Req() request: FastifyRequest,
  ): object {
    this.claim.execute(authorization, id, query.fields);
    const allowed = this.authorize.execute(authorization);
    const media = this.media.execute(id);
    if (media && allowed.has(media.phoneNumberId)) {
      if (this.faults.takeMedia('notFound')) throw unknownObject('get', id);
      if (query.phone_number_id !== undefined && query.phone_number_id !== media.phoneNumberId) throw unknownObject('get', id);
      const { mimeType, sha256, bytes } = media;
      const url = this.media.downloadUrl(media, baseOf(request));
      return { messaging_product: 'whatsapp', url, mime_type: mimeType, sha256, file_size: String(bytes.length), id };
    }
    const found = this.templates.find(id);
    if (found) {
      this.authorize.account(authorization, found.wabaId, 'get');
      return this.templates.describe(found.template, query.fields);
    }
    return this.describe.execute(this.authorize.number(authorization, id, 'get'), query.fields);
  }

  @Post(':id')
  @HttpCode(200)
  change(@Param('id') id: string, @Headers('authorization') authorization: string | undefined, @Body() body: unknown): object {
    this.authorize.execute(authorization);
    const found = this.templates.find(id);
    if (!found) throw unknownObject('post', id);
    this.authorize.account(authorization, found.wabaId, 'post');
    return this.templates.change(found.wabaId, found.template, body);
  }

  @Delete(':id')
  remove(@Param('id') id: string, @Headers('authorization') authorization: string | undefined): object {
    const allowed = this.authorize.execute(authorization);
    const media = this.media.execute(id);
    if (!media || !allowed.has(media.phoneNumberId)) throw unknownObject('delete', id);
    this.media.remove(id);
    return { success: true };
  }
}

async function answer(reply: FastifyReply, outcome: SendOutcome): Promise<void> {
  if (outcome.answer === 'never') return cut(reply);
  if (outcome.answer > 0) await wait(outcome.answer, undefined, { ref: false });
  void reply.send(outcome.body);
}

/** The connection ends without an answer, as when a network fails. */
function cut(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

/** The address under which the caller reached us. */
function baseOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
