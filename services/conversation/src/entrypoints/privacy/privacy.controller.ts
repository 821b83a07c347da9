import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, ApiIfMatch, By, type EtagReply, idOf, idOfCursor, IfMatch, taggedOnly, TenantId } from '#service-kit';
import { EraseContactHandler } from '../../handlers/privacy/erase-contact.handler.js';
import { GetErasuresHandler } from '../../handlers/privacy/get-erasures.handler.js';
import { GetRetentionHandler } from '../../handlers/privacy/get-retention.handler.js';
import { PutRetentionHandler } from '../../handlers/privacy/put-retention.handler.js';
import { ErasureDto, ErasurePageDto, ListErasuresQuery, RequestedErasureDto, RetentionDto } from './privacy.dto.js';

@ApiTags('Privacy')
@Controller('api/v1')
export class PrivacyController {
  constructor(
    private readonly eraseContact: EraseContactHandler,
    private readonly erasures: GetErasuresHandler,
    private readonly getRetention: GetRetentionHandler,
    private readonly putRetention: PutRetentionHandler,
  ) {}

  @Post('contacts/:id/erasure')
  @HttpCode(202)
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Erase a customer: contact, conversations and messages, in every service',
    description:
      'Cannot be undone. Idempotent: repeating it returns the same receipt. If the customer writes again, they are a new contact.',
  })
  @ApiAcceptedResponse({ type: RequestedErasureDto })
  async erase(@TenantId() tenantId: string, @Param('id', idOf('contact')) id: string, @By() by: Actor): Promise<RequestedErasureDto> {
    return RequestedErasureDto.of(await this.eraseContact.execute(tenantId, id, by));
  }

  @Get('erasures')
  @Allow('admin', 'contacts:read')
  @ApiOperation({ summary: 'Receipts of erasures, newest first' })
  @ApiOkResponse({ type: ErasurePageDto })
  async list(@TenantId() tenantId: string, @Query() query: ListErasuresQuery): Promise<ErasurePageDto> {
    const before = idOfCursor(query.cursor);
    const { items, nextCursor } = await this.erasures.execute(tenantId, before, query.limit);
    return { items: items.map(ErasureDto.of), nextCursor };
  }

  @Get('erasures/:id')
  @Allow('admin', 'contacts:read')
  @ApiOperation({ summary: 'The receipt of an erasure: what each service erased, and what may remain' })
  @ApiOkResponse({ type: ErasureDto })
  async one(@TenantId() tenantId: string, @Param('id', idOf('erasure')) id: string): Promise<ErasureDto> {
    return ErasureDto.of(await this.erasures.one(tenantId, id));
  }

  @Get('retention')
  @Allow('admin', 'contacts:write')
  @ApiOperation({ summary: 'How long messages are kept' })
  @ApiOkResponse({ type: RetentionDto })
  async retention(@TenantId() tenantId: string, @Res({ passthrough: true }) reply: EtagReply): Promise<RetentionDto> {
    return taggedOnly(reply, await this.getRetention.execute(tenantId));
  }

  @Put('retention')
  @Allow('admin', 'contacts:write')
  @ApiOperation({
    summary: 'Change how long messages are kept',
    description:
      'What is older is removed within minutes, here and in the records of sending and answering. Contacts and conversations stay.',
  })
  @ApiIfMatch()
  @ApiOkResponse({ type: RetentionDto })
  async setRetention(
    @TenantId() tenantId: string,
    @Body() body: RetentionDto,
    @IfMatch() ifMatch: string | undefined,
    @By() by: Actor,
    @Res({ passthrough: true }) reply: EtagReply,
  ): Promise<RetentionDto> {
    return taggedOnly(reply, await this.putRetention.execute(tenantId, body.messagesDays, ifMatch, by));
  }
}
