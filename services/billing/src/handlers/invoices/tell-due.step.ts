import { Injectable } from '@nestjs/common';
import { invoiceDue, invoiceNumber } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { StoredInvoice } from '../../persistence/invoices/invoices.repository.js';

/** Tells the admins of a tenant of an invoice that is to be paid, in the transaction that gives the reason. */
@Injectable()
export class TellDue {
  constructor(private readonly outbox: Outbox) {}

  execute(tx: Transaction, invoice: StoredInvoice, what: 'issued' | 'reminder' | 'suspended', at: Date): void {
    const { id: invoiceId, totalMinor: amountMinor, currency, dueAt } = invoice;
    this.outbox.append(tx, invoiceDue, {
      invoiceId,
      number: invoiceNumber(invoice),
      what,
      total: { amountMinor, currency },
      dueAt: new Date(dueAt!).toISOString(),
      at: at.toISOString(),
    });
  }
}
