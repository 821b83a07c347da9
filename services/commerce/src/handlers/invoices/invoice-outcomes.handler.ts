import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageRequests } from '#messaging';
import { InvoiceMessagesRepository } from '../../persistence/invoices/invoice-messages.repository.js';
import { INVOICE_MESSAGE } from './tell-invoice.step.js';

/** What became of messages of invoices stands with the invoices. */
@Injectable()
export class InvoiceOutcomesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly messages: InvoiceMessagesRepository,
  ) {}

  onModuleInit(): void {
    this.requests.listen(INVOICE_MESSAGE, (tx, changes) => this.messages.follow(tx, changes));
  }
}
