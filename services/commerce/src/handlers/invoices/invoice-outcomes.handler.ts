import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageRequests } from '#messaging';
import { InvoiceMessagesRepository } from '../../persistence/invoices/invoice-messages.repository.js';
import { StopReminders } from './stop-reminders.step.js';
import { INVOICE_MESSAGE } from './tell-invoice.step.js';

/** What became of messages of invoices stands with the invoices. */
@Injectable()
export class InvoiceOutcomesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly messages: InvoiceMessagesRepository,
    private readonly stop: StopReminders,
  ) {}

  onModuleInit(): void {
    this.requests.listen(INVOICE_MESSAGE, async (tx, changes) => {
      await this.messages.follow(tx, changes);
      for (const { id, refusal } of changes) if (refusal?.code === 'opted_out') await this.stop.execute(tx, id, 'opted_out');
    });
  }
}
