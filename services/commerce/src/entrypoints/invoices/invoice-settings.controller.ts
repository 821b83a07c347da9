import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, By, TenantId } from '#service-kit';
import { InvoiceSettingsHandler } from '../../handlers/invoices/invoice-settings.handler.js';
import { CustomerInvoiceSettingsBody, CustomerInvoiceSettingsDto } from './invoice-settings.dto.js';

@ApiTags('Invoices')
@Controller('api/v1/commerce/invoice-settings')
export class InvoiceSettingsController {
  constructor(private readonly settings: InvoiceSettingsHandler) {}

  @Get()
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'What invoices say of the company, and how they are numbered' })
  @ApiOkResponse({ type: CustomerInvoiceSettingsDto })
  get(@TenantId() tenantId: string): Promise<CustomerInvoiceSettingsDto> {
    return this.settings.get(tenantId);
  }

  @Put()
  @Allow('admin', 'invoices:write')
  @ApiOperation({
    summary: 'Change what invoices say of the company',
    description: 'What is left out stays. Of invoices that are sent from now on; those that were sent never change.',
  })
  @ApiOkResponse({ type: CustomerInvoiceSettingsDto })
  change(@TenantId() tenantId: string, @Body() body: CustomerInvoiceSettingsBody, @By() by: Actor): Promise<CustomerInvoiceSettingsDto> {
    return this.settings.change(tenantId, body, by);
  }
}
