import { Readable } from 'node:stream';
import { Controller, Get, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiForbiddenResponse, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { type Actor, Allow, By, Caller, type Identity, ProblemDto, requireAllowed, TenantId } from '#service-kit';
import { UnsubscribersHandler } from '../../handlers/consent/unsubscribers.handler.js';
import { UnsubscriberDto, UnsubscriberPageDto, UnsubscribersQuery } from './unsubscribers.dto.js';

@ApiTags('Contacts')
@ApiExtraModels(UnsubscriberPageDto)
@Controller('api/v1/unsubscribers')
export class UnsubscribersController {
  constructor(private readonly unsubscribers: UnsubscribersHandler) {}

  @Get()
  @Allow('viewer', 'campaigns:read')
  @ApiOperation({
    summary: 'Customers who want no promotions, the newest refusal first',
    description:
      'Whoever is here gets no promotion, whoever sends it. It ends when they say so themselves, with a word such as START, or when a later consent of theirs is recorded (`PUT /contacts/{id}/consent`). As CSV, which takes an admin or the scope `contacts:read`, all of them; who exports is in the audit log.',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(UnsubscriberPageDto) } },
      'text/csv': { schema: { type: 'string' }, example: 'contactId,name,phone,userId,scope,at,source,wording,by' },
    },
  })
  @ApiForbiddenResponse({ description: 'forbidden, scope_missing: CSV takes an admin, or `contacts:read`', type: ProblemDto })
  async list(
    @TenantId() tenantId: string,
    @By() by: Actor,
    @Caller() caller: Identity,
    @Query() { cursor, limit, format }: UnsubscribersQuery,
    @Headers('accept') accept?: string,
  ): Promise<UnsubscriberPageDto | StreamableFile> {
    if (format === 'csv' || (format === undefined && accept?.includes('text/csv'))) {
      requireAllowed(caller, 'admin', 'contacts:read');
      const csv = Readable.from(await this.unsubscribers.export(tenantId, by));
      return new StreamableFile(csv, { type: 'text/csv; charset=utf-8', disposition: 'attachment; filename="unsubscribers.csv"' });
    }
    const page = await this.unsubscribers.list(tenantId, cursor, limit);
    return { items: page.items.map(UnsubscriberDto.of), nextCursor: page.nextCursor };
  }
}
