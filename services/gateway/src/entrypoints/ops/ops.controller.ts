import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { idOfCursor, Problem, Superadmin } from '#service-kit';
import { ListDeadLettersHandler } from '../../handlers/ops/list-dead-letters.handler.js';
import { ListItemsHandler } from '../../handlers/ops/list-items.handler.js';
import { ReadLedgerHandler } from '../../handlers/ops/read-ledger.handler.js';
import { ReplayDeadLettersHandler } from '../../handlers/ops/replay-dead-letters.handler.js';
import { ReplayItemsHandler } from '../../handlers/ops/replay-items.handler.js';
import {
  DeadLetterPageDto,
  DeadLetterQuery,
  ItemPageDto,
  ItemQuery,
  LedgerDto,
  ReplayDeadLettersDto,
  ReplayDto,
  ReplayResultDto,
} from './ops.dto.js';

@ApiTags('Operations')
@Superadmin()
@Controller('api/v1/ops')
export class OpsController {
  constructor(
    private readonly readLedger: ReadLedgerHandler,
    private readonly listItems: ListItemsHandler,
    private readonly replayItems: ReplayItemsHandler,
    private readonly listDeadLetters: ListDeadLettersHandler,
    private readonly replayDeadLetters: ReplayDeadLettersHandler,
  ) {}

  @Get('ledger')
  @ApiOperation({ summary: 'What was received, and what became of it' })
  @ApiOkResponse({ type: LedgerDto })
  async ledger(): Promise<LedgerDto> {
    return this.readLedger.execute();
  }

  @Get('items')
  @ApiOperation({ summary: 'Webhook items with their outcome and the received JSON, newest first' })
  @ApiOkResponse({ type: ItemPageDto })
  async items(@Query() { outcome, tenantId, cursor, limit }: ItemQuery): Promise<ItemPageDto> {
    return this.listItems.execute({ outcome, tenantId, before: idOfCursor(cursor), limit });
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Process parked, dead and lost items again' })
  @ApiOkResponse({ type: ReplayResultDto })
  async replay(@Body() { itemIds, outcome, tenantId }: ReplayDto): Promise<ReplayResultDto> {
    if (!itemIds && !outcome) {
      throw Problem.invalid([{ field: 'itemIds', message: 'give itemIds, or an outcome' }]);
    }
    return this.replayItems.execute({ itemIds, outcome, tenantId });
  }

  @Get('dead-letters')
  @ApiOperation({
    summary: 'Events that a consumer gave up and that nobody has replayed since, newest first. Those of webhook items are listed as items.',
  })
  @ApiOkResponse({ type: DeadLetterPageDto })
  async deadLetters(@Query() { consumer, tenantId, cursor, limit }: DeadLetterQuery): Promise<DeadLetterPageDto> {
    return this.listDeadLetters.execute({ consumer, tenantId, before: idOfCursor(cursor), limit });
  }

  @Post('dead-letters/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publish the events of dead letters again, with their original ids' })
  @ApiOkResponse({ type: ReplayResultDto })
  async replayLetters(@Body() { ids, consumer, tenantId }: ReplayDeadLettersDto): Promise<ReplayResultDto> {
    if (!ids && !consumer && !tenantId) {
      throw Problem.invalid([{ field: 'ids', message: 'give ids, a consumer or a tenantId' }]);
    }
    return this.replayDeadLetters.execute({ ids, consumer, tenantId });
  }
}
