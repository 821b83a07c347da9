import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, TenantId } from '#service-kit';
import { ShowOverviewHandler } from '../../handlers/figures/show-overview.handler.js';
import { ShowSatisfactionHandler } from '../../handlers/figures/show-satisfaction.handler.js';
import { ShowTimeseriesHandler } from '../../handlers/figures/show-timeseries.handler.js';
import { OverviewDto, OverviewQuery, SatisfactionDto, TimeseriesDto, TimeseriesQuery } from './analytics.dto.js';

@ApiTags('Analytics')
@Allow('viewer', 'analytics:read')
@Controller('api/v1/analytics')
export class AnalyticsController {
  constructor(
    private readonly showOverview: ShowOverviewHandler,
    private readonly showTimeseries: ShowTimeseriesHandler,
    private readonly showSatisfaction: ShowSatisfactionHandler,
  ) {}

  @Get('overview')
  @ApiOperation({ summary: 'Get the figures of a period' })
  @ApiOkResponse({ type: OverviewDto })
  async overview(@TenantId() tenantId: string, @Query() asked: OverviewQuery): Promise<OverviewDto> {
    return this.showOverview.execute(tenantId, asked);
  }

  @Get('satisfaction')
  @ApiOperation({
    summary: 'What customers thought of the help they got',
    description: 'From the survey after closing. An answer counts on the day on which the customer was asked.',
  })
  @ApiOkResponse({ type: SatisfactionDto })
  async satisfaction(@TenantId() tenantId: string, @Query() asked: OverviewQuery): Promise<SatisfactionDto> {
    return this.showSatisfaction.execute(tenantId, asked);
  }

  @Get('timeseries')
  @ApiOperation({ summary: 'Get one figure by hour or by day' })
  @ApiOkResponse({ type: TimeseriesDto })
  async timeseries(@TenantId() tenantId: string, @Query() asked: TimeseriesQuery): Promise<TimeseriesDto> {
    return this.showTimeseries.execute(tenantId, asked);
  }
}
