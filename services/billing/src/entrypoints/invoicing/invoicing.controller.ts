import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Allow, By, Caller, pathTenant, ProblemDto, Superadmin, type Actor, type Identity } from '#service-kit';
import { ReadInvoicesHandler } from '../../handlers/invoices/read-invoices.handler.js';
import { CreditInvoiceHandler } from '../../handlers/invoicing/credit-invoice.handler.js';
import { KeepInvoicingHandler } from '../../handlers/invoicing/keep-invoicing.handler.js';
import { SettleInvoiceHandler } from '../../handlers/invoicing/settle-invoice.handler.js';
import { InvoiceDetailsDto, toInvoiceDetails } from '../invoices/invoices.dto.js';
import { CreditInvoiceDto, InvoicePaymentDto, InvoicingDto, SetInvoicingDto } from './invoicing.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class InvoicingController {
  constructor(
    private readonly keep: KeepInvoicingHandler,
    private readonly settle: SettleInvoiceHandler,
    private readonly credit: CreditInvoiceHandler,
    private readonly read: ReadInvoicesHandler,
  ) {}

  @Allow('admin', 'billing:read')
  @Get('invoicing')
  @ApiOperation({ summary: 'Get the plan that a tenant pays by invoices of the operator' })
  @ApiOkResponse({ type: InvoicingDto })
  async invoicing(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<InvoicingDto> {
    return { subscription: await this.keep.read(pathTenant(caller, tenantId)) };
  }

  @Superadmin()
  @Put('invoicing')
  @ApiOperation({
    summary: 'Put a tenant on a plan that it pays by invoices of the operator',
    description:
      'The first month is invoiced now, or after a trial; each month after it when it begins. Another plan holds at once, and the difference for the rest of the month is invoiced or taken off the next invoice.',
  })
  @ApiOkResponse({ type: InvoicingDto })
  @ApiConflictResponse({ description: 'plan_not_for_sale, subscription_elsewhere or plan_currency', type: ProblemDto })
  async set(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { plan, trialDays = 0 }: SetInvoicingDto,
    @By() by: Actor,
  ): Promise<InvoicingDto> {
    return { subscription: await this.keep.set(tenantId, plan, trialDays, by) };
  }

  @Superadmin()
  @Delete('invoicing')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Cancel the plan that a tenant pays by invoices',
    description: 'It ends with the days that are invoiced or tried out; then the tenant is on the free plan. Open invoices stay open.',
  })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ type: ProblemDto })
  async cancel(@Param('tenantId', ParseUUIDPipe) tenantId: string, @By() by: Actor): Promise<void> {
    await this.keep.cancel(tenantId, by);
  }

  @Superadmin()
  @Post('invoices/:id/payment')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Record that an open invoice was paid',
    description: 'A tenant that was suspended for it goes on. The same reference twice is one payment.',
  })
  @ApiOkResponse({ type: InvoiceDetailsDto })
  @ApiConflictResponse({ description: 'invoice_not_open', type: ProblemDto })
  async pay(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reference }: InvoicePaymentDto,
    @By() by: Actor,
  ): Promise<InvoiceDetailsDto> {
    await this.settle.execute(tenantId, id, reference, by);
    return toInvoiceDetails(await this.read.one(tenantId, id));
  }

  @Superadmin()
  @Post('invoices/:id/credit-notes')
  @ApiOperation({
    summary: 'Take an invoice back, or a part of it, by a credit note',
    description:
      'An open invoice that is taken back whole is to be paid no more. No money is moved. The same reference twice is one credit note.',
  })
  @ApiCreatedResponse({ type: InvoiceDetailsDto })
  @ApiConflictResponse({
    description: 'reference_reused; not_reversible: it is of a payment into the deposit, which goes back first',
    type: ProblemDto,
  })
  async creditInvoice(
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: CreditInvoiceDto,
    @By() by: Actor,
  ): Promise<InvoiceDetailsDto> {
    return toInvoiceDetails(await this.read.one(tenantId, await this.credit.execute(tenantId, id, body, by)));
  }
}
