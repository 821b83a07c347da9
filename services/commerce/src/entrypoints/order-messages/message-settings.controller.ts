import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, TenantId } from '#service-kit';
import { MessageSettingsHandler } from '../../handlers/order-messages/message-settings.handler.js';
import {
  OrderMessagePreviewBody,
  OrderMessagePreviewDto,
  OrderMessageSettingsBody,
  OrderMessageSettingsDto,
} from './message-settings.dto.js';

@ApiTags('Orders')
@Controller('api/v1/commerce')
export class MessageSettingsController {
  constructor(private readonly settings: MessageSettingsHandler) {}

  @Get('message-settings')
  @Allow('viewer', 'orders:read')
  @ApiOperation({ summary: 'What customers are told of their orders' })
  @ApiOkResponse({ type: OrderMessageSettingsDto })
  get(@TenantId() tenantId: string): Promise<OrderMessageSettingsDto> {
    return this.settings.get(tenantId);
  }

  @Put('message-settings')
  @Allow('admin', 'orders:write')
  @ApiOperation({ summary: 'Change what customers are told of their orders', description: 'What is left out stays.' })
  @ApiOkResponse({ type: OrderMessageSettingsDto })
  change(@TenantId() tenantId: string, @Body() body: OrderMessageSettingsBody, @By() by: Actor): Promise<OrderMessageSettingsDto> {
    return this.settings.change(tenantId, body, by);
  }

  @Post('message-previews')
  @HttpCode(200)
  @Allow('admin', 'orders:write')
  @ApiOperation({
    summary: 'See what a message of an order would say',
    description: 'Of an order that is made up. Nothing is sent or kept.',
  })
  @ApiOkResponse({ type: OrderMessagePreviewDto })
  preview(@Body() { type, text, template, language = 'en' }: OrderMessagePreviewBody): OrderMessagePreviewDto {
    return this.settings.preview(type, { enabled: true, text, template }, language);
  }
}
