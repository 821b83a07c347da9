import { Body, Controller, Get, Param, ParseUUIDPipe, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By, Caller, idOfCursor, PageQuery, pathTenant, ProblemDto, toPage, type Actor, type Identity } from '#service-kit';
import { BillingDetailsHandler } from '../../handlers/invoices/billing-details.handler.js';
import { ReadInvoicesHandler } from '../../handlers/invoices/read-invoices.handler.js';
import { BillingDetailsDto, InvoiceDetailsDto, InvoicePageDto, InvoicePartyDto, toInvoice, toInvoiceDetails } from './invoices.dto.js';

@ApiTags('Billing')
@Controller('api/v1/billing/tenants/:tenantId')
export class InvoicesController {
  constructor(
    private readonly read: ReadInvoicesHandler,
    private readonly details: BillingDetailsHandler,
  ) {}

  @Allow('admin', 'billing:read')
  @Get('invoices')
  @ApiOperation({ summary: 'List the operator’s invoices and credit notes to a tenant, the newest first' })
  @ApiOkResponse({ type: InvoicePageDto })
  async list(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<InvoicePageDto> {
    const rows = await this.read.list(pathTenant(caller, tenantId), { before: idOfCursor(cursor), limit });
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.id]);
    return { items: items.map(toInvoice), nextCursor };
  }

  @Allow('admin', 'billing:read')
  @Get('invoices/:id')
  @ApiOperation({ summary: 'Get an invoice with its lines' })
  @ApiOkResponse({ type: InvoiceDetailsDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async one(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<InvoiceDetailsDto> {
    return toInvoiceDetails(await this.read.one(pathTenant(caller, tenantId), id));
  }

  @Allow('admin', 'billing:read')
  @Get('invoices/:id/pdf')
  @ApiOperation({ summary: 'Get an invoice as PDF', description: 'The same bytes each time: what stands on an invoice never changes.' })
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @ApiNotFoundResponse({ type: ProblemDto })
  async pdf(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<StreamableFile> {
    const { name, bytes } = await this.read.pdf(pathTenant(caller, tenantId), id);
    return new StreamableFile(bytes, { type: 'application/pdf', disposition: `attachment; filename="${name}"`, length: bytes.length });
  }

  @Allow('admin', 'billing:read')
  @Get('details')
  @ApiOperation({ summary: 'Get what a tenant wants on its invoices' })
  @ApiOkResponse({ type: BillingDetailsDto })
  async billingDetails(@Caller() caller: Identity, @Param('tenantId', ParseUUIDPipe) tenantId: string): Promise<BillingDetailsDto> {
    return this.details.read(pathTenant(caller, tenantId));
  }

  @Allow('owner', 'billing:write')
  @Put('details')
  @ApiOperation({
    summary: 'Set what a tenant wants on its invoices',
    description: 'Of invoices from now on. Those that were issued never change.',
  })
  @ApiOkResponse({ type: BillingDetailsDto })
  async changeDetails(
    @Caller() caller: Identity,
    @Param('tenantId', ParseUUIDPipe) tenantId: string,
    @Body() { name, address, taxId, email }: InvoicePartyDto,
    @By() by: Actor,
  ): Promise<BillingDetailsDto> {
    return this.details.change(pathTenant(caller, tenantId), { name, address, taxId, email }, by);
  }
}
