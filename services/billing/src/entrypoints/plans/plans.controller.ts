import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiConflictResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, ProblemDto, Superadmin, type Actor, type Identity } from '#service-kit';
import { AddonsHandler } from '../../handlers/plans/addons.handler.js';
import { ChangePlanHandler } from '../../handlers/plans/change-plan.handler.js';
import { DescribeQuotaHandler } from '../../handlers/plans/describe-quota.handler.js';
import { AddonsDto, ChangePlanDto, QuotaDto } from './plans.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class PlansController {
  constructor(
    private readonly describeQuota: DescribeQuotaHandler,
    private readonly changePlan: ChangePlanHandler,
    private readonly addons: AddonsHandler,
  ) {}

  @Allow('viewer', 'billing:read')
  @Get('quota')
  @ApiOperation({ summary: 'Get a tenant’s plan and what it used of it this month' })
  @ApiOkResponse({ type: QuotaDto })
  async quota(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<QuotaDto> {
    return this.describeQuota.execute(pathTenant(caller, tenantId));
  }

  @Superadmin()
  @Put('subscription')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Put a tenant on a plan',
    description:
      'On its latest version. The limits bind at once: what the tenant has beyond them stays, and it gets no more. A suspension ends. Of a plan that is paid by invoices the invoicing is changed instead.',
  })
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'subscription_elsewhere', type: ProblemDto })
  async subscribe(@Param('tenantId', ParseUUIDPipe) tenantId: string, @Body() body: ChangePlanDto, @By() by: Actor): Promise<void> {
    await this.changePlan.execute(tenantId, body.plan, by);
  }

  @Superadmin()
  @Put('addons')
  @ApiOperation({
    summary: 'Set what a tenant may use beyond its plan',
    description:
      'All of them anew: what is left out goes. They stay when the plan changes, and hold at once for a tenant whose limits bind.',
  })
  @ApiOkResponse({ type: AddonsDto })
  async setAddons(@Param('tenantId', ParseUUIDPipe) tenantId: string, @Body() body: AddonsDto, @By() by: Actor): Promise<AddonsDto> {
    return this.addons.replace(tenantId, body, by);
  }
}
