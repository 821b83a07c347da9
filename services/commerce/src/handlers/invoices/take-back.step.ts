import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { creditedTaxes } from '../../domain/invoices/amounts.js';
import { dayOf } from '../../domain/invoices/days.js';
import { CreditNoteRow, type CreditNote } from '../../persistence/invoices/credit-note.entity.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import type { Invoice } from '../../persistence/invoices/invoice.entity.js';
import { Clock } from '../customers/clock.state.js';
import { SendInvoice } from './send-invoice.step.js';

/** Writes a credit note. Whether so much can be taken back is asked before; the invoice itself is changed by whoever asks. */
@Injectable()
export class TakeBack {
  constructor(
    private readonly settings: InvoiceSettingsRepository,
    private readonly send: SendInvoice,
    private readonly clock: Clock,
  ) {}

  /** @param invoice locked by this transaction */
  async execute(tx: Transaction, invoice: Invoice, amountMinor: number, reason: string, reference: string): Promise<CreditNote> {
    const { creditSeries } = await this.settings.find(tx);
    const now = this.clock.now();
    const { creditedMinor, seller } = invoice;
    return tx.rows(CreditNoteRow).insert({
      id: v7(),
      invoiceId: invoice.id,
      amountMinor,
      taxes: creditedTaxes(invoice, creditedMinor, creditedMinor + amountMinor),
      reason,
      reference,
      issuedAt: now.toISOString(),
      creditNumber: await this.send.draw(tx, creditSeries, Number(dayOf(now, seller?.timeZone ?? 'UTC').slice(0, 4))),
    });
  }
}
