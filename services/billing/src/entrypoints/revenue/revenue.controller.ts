import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { decodeCursor, invalidCursor, isId, PageQuery, PeriodQuery, Superadmin, toPage } from '#service-kit';
import { moneyOf } from '../../domain/costs/report.js';
import { marginOf, type MarginDay } from '../../domain/revenue/margin.js';
import { ReportRevenueHandler } from '../../handlers/revenue/report-revenue.handler.js';
import { ReportTenantsHandler } from '../../handlers/revenue/report-tenants.handler.js';
import type { Meter } from '../../domain/plans/plan.js';
import {
  DepositsDto,
  DepositsQuery,
  MarginDto,
  MarginsDto,
  MarginsQuery,
  NearLimitsDto,
  RevenueDto,
  RevenueQuery,
  TenantMarginsDto,
} from './revenue.dto.js';

/** What the operator earns. */
@ApiTags('Billing')
@Controller('api/v1/billing')
export class RevenueController {
  constructor(
    private readonly reportRevenue: ReportRevenueHandler,
    private readonly tenants: ReportTenantsHandler,
  ) {}

  @Superadmin()
  @Get('revenue')
  @ApiOperation({
    summary: 'Get what plans bring in a month, and who came and went',
    description:
      'By the prices of plan versions and who is on them, whoever collects them. Who tries a plan pays nothing yet. Money of several ' +
      'currencies is never added up. Of several changes of a tenant in a day the last one counts.',
  })
  @ApiOkResponse({ type: RevenueDto })
  async revenue(@Query() { months = 12 }: RevenueQuery): Promise<RevenueDto> {
    return this.reportRevenue.execute(months);
  }

  @Superadmin()
  @Get('near-limits')
  @ApiOperation({
    summary: 'List tenants that have used 80 % or more of something',
    description: 'One row a tenant and meter, the fullest first, of tenants whose limits bind. All are looked at about every 10 minutes.',
  })
  @ApiOkResponse({ type: NearLimitsDto })
  async nearLimits(@Query() { limit, cursor }: PageQuery): Promise<NearLimitsDto> {
    const { asOf, rows } = await this.tenants.nearLimits(limit, keysOf<[number, string, string]>(cursor, ['number', 'id', 'string']));
    const page = toPage(rows, limit, ({ share, tenantId, meter }) => [share, tenantId, meter]);
    return {
      ...page,
      asOf,
      items: page.items.map(({ share, meter, ...row }) => ({ ...row, meter: meter as Meter, percent: share / 10 })),
    };
  }

  @Superadmin()
  @Get('margins')
  @ApiOperation({
    summary: 'List what tenants paid and cost in a month',
    description: 'In one currency, by the margin. All tenants are looked at about every 10 minutes: this month and the one before.',
  })
  @ApiOkResponse({ type: MarginsDto })
  async margins(@Query() query: MarginsQuery): Promise<MarginsDto> {
    const { limit, cursor, currency: asked, order, month = new Date().toISOString().slice(0, 7) } = query;
    const wanted = { month, currency: asked, isLowestFirst: order !== 'highest', limit };
    const { asOf, currency, totals, rows } = await this.tenants.margins(wanted, keysOf<[number, string]>(cursor, ['number', 'id']));
    const page = toPage(rows, limit, ({ marginMicros, tenantId }) => [marginMicros, tenantId]);
    return {
      month,
      currency,
      asOf,
      totals: totals.map((total) => ({ currency: total.currency, tenants: total.tenants, ...marginDto(total) })),
      items: page.items.map((row) => ({ tenantId: row.tenantId, tenantName: row.tenantName, figures: marginDto(row) })),
      nextCursor: page.nextCursor,
    };
  }

  @Superadmin()
  @Get('deposits')
  @ApiOperation({ summary: 'List the deposits of tenants, or what they owe' })
  @ApiOkResponse({ type: DepositsDto })
  async deposits(@Query() { limit, cursor, kind = 'deposit' }: DepositsQuery): Promise<DepositsDto> {
    const account = kind === 'debt' ? 'receivable' : 'deposit';
    const { asOf, totals, rows } = await this.tenants.accounts(account, limit, keysOf<[string, string]>(cursor, ['id', 'string']));
    const page = toPage(rows, limit, ({ tenantId, currency }) => [tenantId, currency]);
    return {
      asOf,
      totals: totals.map(({ currency, deposits, debts, balanceMinor, reservedMinor, owedMinor }) => ({
        deposits,
        debts,
        balance: { amountMinor: balanceMinor, currency },
        reserved: { amountMinor: reservedMinor, currency },
        owed: { amountMinor: owedMinor, currency },
      })),
      items: page.items.map(({ tenantId, tenantName, currency, balanceMinor, reservedMinor }) => ({
        tenantId,
        tenantName,
        // Who owes has an account below zero.
        amount: { amountMinor: Math.abs(balanceMinor), currency },
        reserved: { amountMinor: reservedMinor, currency },
      })),
      nextCursor: page.nextCursor,
    };
  }

  @Superadmin()
  @Get('tenants/:tenantId/margin')
  @ApiOperation({
    summary: 'Get what a tenant paid and cost, day by day',
    description: 'The plan’s price is spread evenly over the days of each month. Costs are grouped otherwise at /costs of the tenant.',
  })
  @ApiOkResponse({ type: TenantMarginsDto })
  async margin(@Param('tenantId', ParseUUIDPipe) tenantId: string, @Query() query: PeriodQuery): Promise<TenantMarginsDto> {
    const { days, totals, ...period } = await this.tenants.ofTenant(tenantId, query);
    return { ...period, items: days.map((day) => ({ day: day.day, ...marginDto(day) })), totals: totals.map(marginDto) };
  }
}

function marginDto(figures: Omit<MarginDay, 'day'>): MarginDto {
  const { currency, planMicros, overageMicros, costMicros } = figures;
  const money = (amountMicros: number): MarginDto['plan'] => moneyOf(amountMicros, currency);
  return { plan: money(planMicros), overage: money(overageMicros), costs: money(costMicros), margin: money(marginOf(figures)) };
}

/** @param kinds what each key of the cursor has to be @throws {Problem} invalid_cursor */
function keysOf<Keys extends readonly (string | number)[]>(
  cursor: string | undefined,
  kinds: readonly ('number' | 'string' | 'id')[],
): Keys | undefined {
  const keys = decodeCursor(cursor, kinds.length);
  if (!keys) return undefined;
  const isRight = kinds.every((kind, index) => {
    const key = keys[index];
    return kind === 'id' ? isId(key) : kind === 'number' ? Number.isSafeInteger(key) : typeof key === 'string';
  });
  if (!isRight) throw invalidCursor();
  return keys as unknown as Keys;
}
