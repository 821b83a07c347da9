import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, pathTenant, Problem, type Identity } from '#service-kit';
import { DescribePaymentsHandler } from '../../handlers/payments/describe-payments.handler.js';
import { OpenPortalHandler } from '../../handlers/payments/open-portal.handler.js';
import { StartCheckoutHandler } from '../../handlers/payments/start-checkout.handler.js';
import { AddressDto, CheckoutDto, PaymentsDto } from './payments.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class PaymentsController {
  constructor(
    private readonly describePayments: DescribePaymentsHandler,
    private readonly startCheckout: StartCheckoutHandler,
    private readonly openPortal: OpenPortalHandler,
  ) {}

  @Allow('admin', 'billing:read')
  @Get('payments')
  @ApiOperation({ summary: 'Get how a tenant pays, and how its subscription stands' })
  @ApiOkResponse({ type: PaymentsDto })
  async payments(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<PaymentsDto> {
    return this.describePayments.execute(pathTenant(caller, tenantId));
  }

  @Allow('owner', 'billing:write')
  @Post('checkout')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Buy a plan, or pay into the deposit',
    description:
      'The first time the address is that of a checkout. A tenant that has a subscription is moved to the plan at once and pays the difference with the payment method that it has.',
  })
  @ApiOkResponse({ type: AddressDto })
  async checkout(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() body: CheckoutDto,
  ): Promise<AddressDto> {
    const tenant = pathTenant(caller, tenantId);
    const { plan, amountMinor } = body;
    if (plan !== undefined && amountMinor === undefined) return { url: await this.startCheckout.ofPlan(tenant, plan) };
    if (amountMinor !== undefined && plan === undefined) return { url: await this.startCheckout.ofDeposit(tenant, amountMinor) };
    throw Problem.invalid([{ field: 'plan', message: 'must stand alone: send either plan or amountMinor' }]);
  }

  @Allow('owner', 'billing:write')
  @Post('portal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open the page where the payment method is changed and the subscription is cancelled' })
  @ApiOkResponse({ type: AddressDto })
  async portal(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<AddressDto> {
    return { url: await this.openPortal.execute(pathTenant(caller, tenantId)) };
  }
}
