import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, ProblemDto, type Actor, type Identity } from '#service-kit';
import { AutomaticTopUpHandler, type DescribedTopUp } from '../../handlers/payments/automatic-top-up.handler.js';
import { AutomaticTopUpDto, ChangeAutomaticTopUpDto } from './automatic-top-up.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId/automatic-top-up')
export class AutomaticTopUpController {
  constructor(private readonly topUp: AutomaticTopUpHandler) {}

  @Allow('admin', 'billing:read')
  @Get()
  @ApiOperation({ summary: 'Get how the deposit is filled up by itself, and the last charge' })
  @ApiOkResponse({ type: AutomaticTopUpDto })
  async read(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<AutomaticTopUpDto> {
    return toDto(await this.topUp.read(pathTenant(caller, tenantId)));
  }

  @Allow('owner', 'billing:write')
  @Put()
  @ApiOperation({
    summary: 'Change how the deposit is filled up by itself',
    description:
      'When the deposit falls below the threshold, the payment method that the payment provider keeps is charged. A charge that fails is told by mail and tried again later; after three failures one after another it is switched off.',
  })
  @ApiOkResponse({ type: AutomaticTopUpDto })
  @ApiConflictResponse({ description: 'payments_off or payment_method_needed', type: ProblemDto })
  async change(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { isOn, belowMinor, amountMinor, maxDaily }: ChangeAutomaticTopUpDto,
    @By() by: Actor,
  ): Promise<AutomaticTopUpDto> {
    return toDto(await this.topUp.change(pathTenant(caller, tenantId), { isOn, belowMinor, amountMinor, maxDaily }, by));
  }
}

const toDto = ({ lastCharge, ...rest }: DescribedTopUp): AutomaticTopUpDto => ({
  ...rest,
  lastCharge: lastCharge && {
    at: lastCharge.at,
    amount: { amountMinor: lastCharge.amountMinor, currency: lastCharge.currency },
    state: lastCharge.state,
    error: lastCharge.error,
  },
});
