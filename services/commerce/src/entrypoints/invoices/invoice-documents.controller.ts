import { Controller, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiNotFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, Allow, ApiIdempotencyKey, By, IdempotencyKey, idOf, ProblemDto, TenantId } from '#service-kit';
import { DrawInvoiceHandler } from '../../handlers/invoices/draw-invoice.handler.js';
import { TellInvoiceHandler } from '../../handlers/invoices/tell-invoice.handler.js';
import { AskedMessageDto } from '../orders/orders.dto.js';
import { asFile } from './as-file.js';

const INVOICE_ID = idOf('invoice');
const CREDIT_NOTE_ID = idOf('credit note');
const PDF = { content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } } as const;

@ApiTags('Invoices')
@Controller('api/v1/invoices/:id')
export class InvoiceDocumentsController {
  constructor(
    private readonly draw: DrawInvoiceHandler,
    private readonly tell: TellInvoiceHandler,
  ) {}

  @Get('pdf')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({
    summary: 'Get an invoice as PDF',
    description:
      'The same bytes each time from when it is sent; it has the link to pay from when there is one. Of a draft: as it would be now.',
  })
  @ApiOkResponse(PDF)
  @ApiNotFoundResponse({ description: 'not_found', type: ProblemDto })
  async pdf(@TenantId() tenantId: string, @Param('id', INVOICE_ID) id: string): Promise<StreamableFile> {
    return asFile(await this.draw.invoice(tenantId, id));
  }

  @Get('credit-notes/:creditNoteId/pdf')
  @Allow('viewer', 'invoices:read')
  @ApiOperation({ summary: 'Get a credit note as PDF' })
  @ApiOkResponse(PDF)
  @ApiNotFoundResponse({ description: 'not_found', type: ProblemDto })
  async creditNotePdf(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @Param('creditNoteId', CREDIT_NOTE_ID) creditNoteId: string,
  ): Promise<StreamableFile> {
    return asFile(await this.draw.creditNote(tenantId, id, creditNoteId));
  }

  @Post('messages')
  @HttpCode(202)
  @Allow('agent', 'invoices:write')
  @ApiOperation({
    summary: 'Send an invoice to its customer',
    description:
      'The PDF, as a document on WhatsApp. Each call is one message, unless it has the Idempotency-Key of another. Whether it may leave is decided as for every message; what becomes of it stands in `messages` of the invoice.',
  })
  @ApiIdempotencyKey('sends', '7 days')
  @ApiAcceptedResponse({ type: AskedMessageDto })
  @ApiConflictResponse({ description: 'invoice_not_payable', type: ProblemDto })
  send(
    @TenantId() tenantId: string,
    @Param('id', INVOICE_ID) id: string,
    @By() by: Actor,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AskedMessageDto> {
    return this.tell.execute(tenantId, id, by, key);
  }
}
