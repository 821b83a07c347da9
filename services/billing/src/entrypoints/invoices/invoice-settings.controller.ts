import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Problem, Superadmin, type Actor } from '#service-kit';
import { InvoiceSettingsHandler } from '../../handlers/invoices/invoice-settings.handler.js';
import { InvoiceSettingsDto } from './invoices.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/invoice-settings')
export class InvoiceSettingsController {
  constructor(private readonly settings: InvoiceSettingsHandler) {}

  @Superadmin()
  @Get()
  @ApiOperation({ summary: 'Get what the operator’s invoices say of the operator, and when they are to be paid' })
  @ApiOkResponse({ type: InvoiceSettingsDto })
  async read(): Promise<InvoiceSettingsDto> {
    return this.settings.read();
  }

  @Superadmin()
  @Put()
  @ApiOperation({ summary: 'Set what the operator’s invoices say of the operator', description: 'Of invoices from now on.' })
  @ApiOkResponse({ type: InvoiceSettingsDto })
  async change(@Body() body: InvoiceSettingsDto, @By() by: Actor): Promise<InvoiceSettingsDto> {
    if (body.name === '') throw Problem.invalid([{ field: 'name', message: 'must say who issues the invoices' }]);
    if (body.series === body.creditSeries) throw Problem.invalid([{ field: 'creditSeries', message: 'must be another one than series' }]);
    return this.settings.change(body, by);
  }
}
