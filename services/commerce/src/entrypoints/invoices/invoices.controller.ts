import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import {
  type Actor,
  Allow,
  ApiIdempotencyKey,
  By,
  idAndTextOfCursor,
  IdempotencyKey,
  idOf,
  ProblemDto,
  TenantId,
  toPage,
} from '#service-kit';
import { ChangeInvoiceHandler } from '../../handlers/invoices/change-invoice.handler.js';
import { CreateInvoiceHandler } from '../../handlers/invoices/create-invoice.handler.js';
import { MoveMoneyHandler } from '../../handlers/invoices/move-money.handler.js';
import { ReadInvoicesHandler } from '../../handlers/invoices/read-invoices.handler.js';
import {
  ChangeInvoiceBody,
  InvoiceDetailDto,
  InvoiceListDto,
  ListInvoicesQuery,
  NewCreditNoteBody,
  NewInvoiceBody,
  NewPaymentBody,
  NewRefundBody,
  StatementDto,
  StatementQuery,
} from './invoices.dto.js';
import { toInvoice, toListedInvoice } from './to-invoice.js';

const INVOICE_ID = idOf('invoice');
const ROUNDED =
  'Amounts are whole minor units, rounded half away from zero: the price of each line, its discount, and the tax once for each rate on the sum of its lines.';

@ApiTags('Invoices')
@Controller('api/v1/invoices')
export class InvoicesController {
  constructor(
    private readonly createInvoice: CreateInvoiceHandler,
    private readonly changeInvoice: ChangeInvoiceHandler,
    private readonly read: ReadInvoicesHandler,
    private readonly money: MoveMoneyHandler,
  ) {}

  @Post()
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Create an invoice',
    description: `${ROUNDED} With \`orderId\` it is the order’s: an order is invoiced once, and the answer to a second time is the invoice of the first.`,
  })
  @ApiIdempotencyKey('creates', '7 days')
  @ApiCreatedResponse({ type: InvoiceDetailDto })
  @ApiConflictResponse({ description: 'invoice_number_taken', type: ProblemDto })
  async create(
    @TenantId() tenantId: string,
    @Body() body: NewInvoiceBody,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
  ): Promise<InvoiceDetailDto> {
    return toInvoice(await this.createInvoice.execute(tenantId, body, by, key));
  }

  @Get()
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'Invoices, the newest first' })
  @ApiOkResponse({ type: InvoiceListDto })
  async list(@TenantId() tenantId: string, @Query() { limit, cursor, ...filter }: ListInvoicesQuery): Promise<InvoiceListDto> {
    const [after, afterDay] = idAndTextOfCursor(cursor) ?? [];
    const rows = await this.read.list(tenantId, { ...filter, limit, after, afterDay });
    const { items, nextCursor } = toPage(rows, limit, ({ id, dueDate }) => [id, dueDate ?? '']);
    return { items: items.map(toListedInvoice), nextCursor };
  }

  @Get('statement')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({
    summary: 'The statement of a customer',
    description: 'What moved their account, the newest 500 entries, and what they owe in each currency by all invoices.',
  })
  @ApiOkResponse({ type: StatementDto })
  @ApiNotFoundResponse({ description: 'not_found', type: ProblemDto })
  statement(@TenantId() tenantId: string, @Query() { contactId }: StatementQuery): Promise<StatementDto> {
    return this.read.statement(tenantId, contactId);
  }

  @Get(':id')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'Get an invoice with its lines, payments and credit notes' })
  @ApiOkResponse({ type: InvoiceDetailDto })
  async get(@TenantId() tenantId: string, @Param('id', INVOICE_ID) id: string): Promise<InvoiceDetailDto> {
    return toInvoice(await this.read.get(tenantId, id));
  }

  @Put(':id')
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Change a draft, or move an invoice on',
    description: `What is left out stays. What stands on an invoice that was sent never changes. ${ROUNDED}`,
  })
  @ApiOkResponse({ type: InvoiceDetailDto })
  @ApiConflictResponse({ description: 'invoice_final, invoice_move_refused', type: ProblemDto })
  async change(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: ChangeInvoiceBody,
    @By() by: Actor,
  ): Promise<InvoiceDetailDto> {
    return toInvoice(await this.changeInvoice.execute(tenantId, id, body, by));
  }

  @Post(':id/payments')
  @Allow('agent', 'invoices:write')
  @ApiOperation({ summary: 'Record a payment', description: 'Never more than is due. The same reference with the same amount is once.' })
  @ApiCreatedResponse({ type: InvoiceDetailDto })
  @ApiConflictResponse({ description: 'invoice_not_payable, reference_reused', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: 'payment_too_large', type: ProblemDto })
  async pay(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: NewPaymentBody,
    @By() by: Actor,
  ): Promise<InvoiceDetailDto> {
    return toInvoice(await this.money.pay(tenantId, id, body, by));
  }

  @Post(':id/refunds')
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Record that money was given back',
    description:
      'Never more than was paid. What the customer would owe again by it is taken back by a credit note, unless `isOwedAgain`. No money is moved here.',
  })
  @ApiCreatedResponse({ type: InvoiceDetailDto })
  @ApiConflictResponse({ description: 'invoice_not_payable, reference_reused', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: 'refund_too_large', type: ProblemDto })
  async refund(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: NewRefundBody,
    @By() by: Actor,
  ): Promise<InvoiceDetailDto> {
    return toInvoice(await this.money.refund(tenantId, id, body, by));
  }

  @Post(':id/credit-notes')
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Take an invoice back, or a part of it',
    description: 'By a credit note with a number of its own series. No money is moved.',
  })
  @ApiCreatedResponse({ type: InvoiceDetailDto })
  @ApiConflictResponse({ description: 'invoice_not_payable, reference_reused', type: ProblemDto })
  @ApiUnprocessableEntityResponse({ description: 'credit_too_large', type: ProblemDto })
  async credit(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Body() body: NewCreditNoteBody,
    @By() by: Actor,
  ): Promise<InvoiceDetailDto> {
    return toInvoice(await this.money.credit(tenantId, id, body, by));
  }
}
