import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, TenantId } from '#service-kit';
import { MessageSettingsHandler } from '../../handlers/order-messages/message-settings.handler.js';
import { OrderMessageSettingsBody, OrderMessageSettingsDto } from './message-settings.dto.js';

@ApiTags('Orders')
@Controller('api/v1/commerce/message-settings')
export class MessageSettingsController {
  constructor(private readonly settings: MessageSettingsHandler) {}

  @Get()
  @Allow('viewer', 'orders:read')
  @ApiOperation({ summary: 'What customers are told of their orders' })
  @ApiOkResponse({ type: OrderMessageSettingsDto })
  get(@TenantId() tenantId: string): Promise<OrderMessageSettingsDto> {
    return this.settings.get(tenantId);
  }

  @Put()
  @Allow('admin', 'orders:write')
  @ApiOperation({ summary: 'Change what customers are told of their orders', description: 'What is left out stays.' })
  @ApiOkResponse({ type: OrderMessageSettingsDto })
  change(@TenantId() tenantId: string, @Body() body: OrderMessageSettingsBody, @By() by: Actor): Promise<OrderMessageSettingsDto> {
    return this.settings.change(tenantId, body, by);
  }
}
