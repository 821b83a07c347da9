import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, Problem, Superadmin, type Identity } from '#service-kit';
import { ChangePlanHandler } from '../../handlers/plans/change-plan.handler.js';
import { DescribeQuotaHandler } from '../../handlers/plans/describe-quota.handler.js';
import { ReportDailyUsageHandler } from '../../handlers/usage/report-daily-usage.handler.js';
import { ReportUsageHandler } from '../../handlers/usage/report-usage.handler.js';
import { ChangePlanDto, DailyUsageDto, PeriodQuery, QuotaDto, UsageStatsDto } from './usage.dto.js';

/** The tenant in the path, where it is the caller's own or the caller is a superadmin. */
function pathTenant(caller: Identity, id: string): string {
  if (!caller.superadmin && caller.tenantId !== id) throw Problem.notFound('tenant');
  return id;
}

@ApiTags('Billing')
@Controller('api/v1')
export class BillingController {
  constructor(
    private readonly describeQuota: DescribeQuotaHandler,
    private readonly reportUsage: ReportUsageHandler,
    private readonly reportDailyUsage: ReportDailyUsageHandler,
    private readonly changePlan: ChangePlanHandler,
  ) {}

  @Allow('viewer', 'billing:read')
  @Get('billing/tenants/:tenantId/quota')
  @ApiOperation({ summary: 'The plan, and what is used of it this month' })
  @ApiOkResponse({ type: QuotaDto })
  async quota(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<QuotaDto> {
    return this.describeQuota.execute(pathTenant(caller, tenantId));
  }

  @Superadmin()
  @Put('billing/tenants/:tenantId/subscription')
  @HttpCode(204)
  @ApiOperation({ summary: 'Put a tenant on a plan' })
  @ApiNoContentResponse()
  async subscribe(@Param('tenantId', ParseUUIDPipe) tenantId: string, @Body() body: ChangePlanDto): Promise<void> {
    await this.changePlan.execute(tenantId, body.plan);
  }

  @Allow('viewer', 'billing:read')
  @Get('tenants/:id/usage/stats')
  @ApiOperation({ summary: 'Usage over a period' })
  @ApiOkResponse({ type: UsageStatsDto })
  async stats(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<UsageStatsDto> {
    return this.reportUsage.execute(pathTenant(caller, id), period);
  }

  @Allow('viewer', 'billing:read')
  @Get('tenants/:id/usage/daily')
  @ApiOperation({ summary: 'Usage day by day' })
  @ApiOkResponse({ type: DailyUsageDto })
  async daily(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<DailyUsageDto> {
    return this.reportDailyUsage.execute(pathTenant(caller, id), period);
  }
}
