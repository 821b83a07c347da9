import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '#service-kit';
import { DrawInvoiceHandler } from '../../handlers/invoices/draw-invoice.handler.js';
import { asFile } from './as-file.js';

/** The PDF of an invoice, for WhatsApp to fetch. Who may read it stands in the link itself. */
@ApiExcludeController()
@Public()
@Controller('documents')
export class InvoiceFilesController {
  constructor(private readonly draw: DrawInvoiceHandler) {}

  @Get(':head/:body')
  async read(@Param('head') head: string, @Param('body') body: string): Promise<StreamableFile> {
    return asFile(await this.draw.behindLink(head, body));
  }
}
