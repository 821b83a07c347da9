import { Body, Controller, Get, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, type Actor, type Identity } from '#service-kit';
import { SpendingCapHandler } from '../../handlers/spending/spending-cap.handler.js';
import { ChangeSpendingCapDto, SpendingCapDto } from './spending.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId/spending-cap')
export class SpendingController {
  constructor(private readonly cap: SpendingCapHandler) {}

  @Allow('admin', 'billing:read')
  @Get()
  @ApiOperation({ summary: 'Get how much of the deposit may be spent a day, and how much was today' })
  @ApiOkResponse({ type: SpendingCapDto })
  async read(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<SpendingCapDto> {
    return this.cap.read(pathTenant(caller, tenantId));
  }

  @Allow('owner', 'billing:write')
  @Put()
  @ApiOperation({
    summary: 'Change how much of the deposit may be spent a day',
    description:
      'Beyond it a message is refused with `spending_cap_reached` until the day ends (UTC), whatever the deposit holds. What was spent today before counts.',
  })
  @ApiOkResponse({ type: SpendingCapDto })
  async change(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { dailyMinor }: ChangeSpendingCapDto,
    @By() by: Actor,
  ): Promise<SpendingCapDto> {
    return this.cap.change(pathTenant(caller, tenantId), dailyMinor, by);
  }
}
