import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, PeriodQuery, Superadmin, type Actor, type Identity } from '#service-kit';
import { CorrectUsageHandler } from '../../handlers/usage/correct-usage.handler.js';
import { ReportDailyUsageHandler } from '../../handlers/usage/report-daily-usage.handler.js';
import { ReportUsageHandler } from '../../handlers/usage/report-usage.handler.js';
import { DailyUsageDto, UsageCorrectionsDto, UsageStatsDto } from './usage.dto.js';

@ApiTags('Billing')
@Controller('api/v1/tenants/:id/usage')
export class UsageController {
  constructor(
    private readonly reportUsage: ReportUsageHandler,
    private readonly reportDailyUsage: ReportDailyUsageHandler,
    private readonly correctUsage: CorrectUsageHandler,
  ) {}

  @Allow('viewer', 'billing:read')
  @Get('stats')
  @ApiOperation({ summary: 'Get a tenant’s usage in a period' })
  @ApiOkResponse({ type: UsageStatsDto })
  async stats(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<UsageStatsDto> {
    return this.reportUsage.execute(pathTenant(caller, id), period);
  }

  @Superadmin()
  @Post('corrections')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make the counts of priced messages say what the messages say that were counted',
    description:
      'Compares day by day what a tenant is shown with the messages that WhatsApp priced, of the last 90 days, and enters each difference as a correction. Again changes nothing.',
  })
  @ApiOkResponse({ type: UsageCorrectionsDto })
  async correct(@Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery, @By() by: Actor): Promise<UsageCorrectionsDto> {
    return this.correctUsage.execute(id, period, by);
  }

  @Allow('viewer', 'billing:read')
  @Get('daily')
  @ApiOperation({ summary: 'Get a tenant’s usage day by day' })
  @ApiOkResponse({ type: DailyUsageDto })
  async daily(@Caller() caller: Identity, @Param('id', ParseUUIDPipe) id: string, @Query() period: PeriodQuery): Promise<DailyUsageDto> {
    return this.reportDailyUsage.execute(pathTenant(caller, id), period);
  }
}
