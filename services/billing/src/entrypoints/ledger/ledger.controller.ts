import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Allow,
  By,
  Caller,
  idOfCursor,
  PageQuery,
  pathTenant,
  ProblemDto,
  Superadmin,
  toPage,
  type Actor,
  type Identity,
} from '#service-kit';
import { DepositMoneyHandler } from '../../handlers/ledger/deposit-money.handler.js';
import { CorrectLedgerHandler } from '../../handlers/ledger/correct-ledger.handler.js';
import { ReadLedgerHandler } from '../../handlers/ledger/read-ledger.handler.js';
import { LedgerPageDto, PaidInDto, PayInDto, toTransfer } from './ledger.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class LedgerController {
  constructor(
    private readonly deposit: DepositMoneyHandler,
    private readonly correct: CorrectLedgerHandler,
    private readonly read: ReadLedgerHandler,
  ) {}

  @Superadmin()
  @Post('deposit')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Record a payment into a tenant’s deposit',
    description:
      'The deposit pays for what is used beyond the plan. The same reference twice is one payment, and answers as the first time.',
  })
  @ApiCreatedResponse({ type: PaidInDto })
  @ApiConflictResponse({ description: 'deposit_currency or reference_reused', type: ProblemDto })
  async payIn(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { amountMinor, currency, reference }: PayInDto,
    @By() by: Actor,
  ): Promise<PaidInDto> {
    const { transfer, deposit } = await this.deposit.execute(tenantId, { amountMinor, currency }, reference, by);
    return { transfer: toTransfer(transfer), deposit };
  }

  @Superadmin()
  @Post('credits')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Give a tenant credit',
    description: 'Into its deposit, without a payment. The same reference twice is one credit, and answers as the first time.',
  })
  @ApiCreatedResponse({ type: PaidInDto })
  @ApiConflictResponse({ description: 'deposit_currency or reference_reused', type: ProblemDto })
  async credit(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { amountMinor, currency, reference }: PayInDto,
    @By() by: Actor,
  ): Promise<PaidInDto> {
    const { transfer, deposit } = await this.correct.credit(tenantId, { amountMinor, currency }, reference, by);
    return { transfer: toTransfer(transfer), deposit };
  }

  @Superadmin()
  @Post('ledger/:transferId/reversal')
  @HttpCode(201)
  @ApiOperation({
    summary: 'Correct an entry of a tenant’s ledger by the opposite one',
    description:
      'Of a payment that the operator recorded, a credit, or what was used beyond the plan. An entry is corrected once: the same again answers as the first time.',
  })
  @ApiCreatedResponse({ type: PaidInDto })
  @ApiConflictResponse({ description: 'not_reversible or deposit_too_small', type: ProblemDto })
  async reverse(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('transferId', ParseUUIDPipe) transferId: string,
    @By() by: Actor,
  ): Promise<PaidInDto> {
    const { transfer, deposit } = await this.correct.reverse(tenantId, transferId, by);
    return { transfer: toTransfer(transfer), deposit };
  }

  @Allow('viewer', 'billing:read')
  @Get('ledger')
  @ApiOperation({
    summary: 'List what moved a tenant’s money, the newest first',
    description: 'Each entry takes an amount from one account and gives it to another.',
  })
  @ApiOkResponse({ type: LedgerPageDto })
  async list(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<LedgerPageDto> {
    const rows = await this.read.execute(pathTenant(caller, tenantId), { before: idOfCursor(cursor), limit });
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.id]);
    return { items: items.map(toTransfer), nextCursor };
  }
}
