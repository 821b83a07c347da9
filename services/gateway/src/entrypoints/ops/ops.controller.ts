import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { decodeCursor, Problem, Superadmin } from '#service-kit';
import { ListItemsHandler } from '../../handlers/ops/list-items.handler.js';
import { ReadLedgerHandler } from '../../handlers/ops/read-ledger.handler.js';
import { ReplayItemsHandler } from '../../handlers/ops/replay-items.handler.js';
import { ItemPageDto, ItemQuery, LedgerDto, ReplayDto, ReplayResultDto } from './ops.dto.js';

@ApiTags('Operations')
@Superadmin()
@Controller('api/v1/ops')
export class OpsController {
  constructor(
    private readonly readLedger: ReadLedgerHandler,
    private readonly listItems: ListItemsHandler,
    private readonly replayItems: ReplayItemsHandler,
  ) {}

  @Get('ledger')
  @ApiOperation({ summary: 'Where everything that was received is now' })
  @ApiOkResponse({ type: LedgerDto })
  async ledger(): Promise<LedgerDto> {
    return this.readLedger.execute();
  }

  @Get('items')
  @ApiOperation({ summary: 'Webhook items with their outcome and what was received, newest first' })
  @ApiOkResponse({ type: ItemPageDto })
  async items(@Query() { outcome, tenantId, cursor, limit }: ItemQuery): Promise<ItemPageDto> {
    const before = decodeCursor(cursor, 1)?.[0];
    if (before !== undefined && !isUUID(before))
      throw new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');
    return this.listItems.execute({ outcome, tenantId, before: before as string | undefined, limit });
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send parked and dead items on their way again' })
  @ApiOkResponse({ type: ReplayResultDto })
  async replay(@Body() { itemIds, outcome, tenantId }: ReplayDto): Promise<ReplayResultDto> {
    if (!itemIds && !outcome) {
      throw Problem.invalid([{ field: 'itemIds', message: 'name items in itemIds, or all of an outcome in outcome' }]);
    }
    return this.replayItems.execute({ itemIds, outcome, tenantId });
  }
}
