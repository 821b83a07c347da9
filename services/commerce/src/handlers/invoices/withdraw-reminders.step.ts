import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { InvoiceMessagesRepository } from '../../persistence/invoices/invoice-messages.repository.js';
import { OrderMessagesRepository } from '../../persistence/order-messages/order-messages.repository.js';
import { INVOICE_MESSAGE } from './tell-invoice.step.js';

/** Takes back reminders that were asked for and wait with the sender, for quiet hours or a pause: what they remind of is settled. */
@Injectable()
export class WithdrawReminders {
  constructor(
    private readonly messages: InvoiceMessagesRepository,
    private readonly outlets: OrderMessagesRepository,
    private readonly requests: MessageRequests,
  ) {}

  async execute(tx: Transaction, invoiceId: string): Promise<void> {
    const waiting = await this.messages.waiting(tx, invoiceId, 'reminder');
    if (waiting.length === 0) return;
    const outletId = await this.outlets.outlet(tx, (await this.outlets.settings(tx)).outletId);
    // Without a number nothing leaves.
    if (!outletId) return;
    this.requests.withdraw(
      tx,
      outletId,
      waiting.map((messageId) => ({ messageId, kind: INVOICE_MESSAGE, id: invoiceId })),
    );
  }
}
