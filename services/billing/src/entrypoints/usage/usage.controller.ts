import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, pathTenant, PeriodQuery, type Identity } from '#service-kit';
import { ReportDailyUsageHandler } from '../../handlers/usage/report-daily-usage.handler.js';
import { ReportUsageHandler } from '../../handlers/usage/report-usage.handler.js';
import { DailyUsageDto, UsageStatsDto } from './usage.dto.js';

@ApiTags('Billing')
@Allow('viewer', 'billing:read')
@Controller('api/v1/tenants/:id/usage')
export class UsageController {
  constructor(
    private readonly reportUsage: ReportUsageHandler,
    private readonly reportDailyUsage: ReportDailyUsageHandler,
  ) {}

  @Get('stats')
  @ApiOperation({ summary: 'Get a tenant’s usage in a period' })
  @ApiOkResponse({ type: UsageStatsDto })
  async stats(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<UsageStatsDto> {
    return this.reportUsage.execute(pathTenant(caller, id), period);
  }

  @Get('daily')
  @ApiOperation({ summary: 'Get a tenant’s usage day by day' })
  @ApiOkResponse({ type: DailyUsageDto })
  async daily(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<DailyUsageDto> {
    return this.reportDailyUsage.execute(pathTenant(caller, id), period);
  }
}
