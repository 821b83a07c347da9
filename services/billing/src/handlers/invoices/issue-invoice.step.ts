import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { withoutTax, type InvoiceKind, type InvoiceLine, type InvoiceSource } from '../../domain/invoices/invoice.js';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import { InvoicesRepository, type StoredInvoice } from '../../persistence/invoices/invoices.repository.js';
import { InvoiceClock } from './invoice-clock.state.js';
import { TellDue } from './tell-due.step.js';

export interface InvoiceDraft {
  kind: InvoiceKind;
  source: InvoiceSource;
  /** The same one of the same source is one invoice. */
  reference: string;
  currency: string;
  /** With tax. */
  lines: readonly InvoiceLine[];
  /** Both days included. */
  period?: { from: string; to: string };
  /** Paid with this reference; or to be paid, so many days after it is issued as the operator has set. */
  paidBy: string | null;
  corrects?: string;
}

/**
 * Issues an invoice in the transaction that records why: its number is drawn there, so that none is missing and none is given twice. What
 * stands on it is kept as it is now, and never changes.
 */
@Injectable()
export class IssueInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly settings: InvoiceSettingsRepository,
    private readonly clock: InvoiceClock,
    private readonly tell: TellDue,
  ) {}

  /** @returns the invoice; that of the first time, where it was issued before */
  async execute(
    tx: Transaction,
    { kind, source, reference, currency, lines, period, paidBy, corrects }: InvoiceDraft,
  ): Promise<StoredInvoice> {
    const before = await this.invoices.of(tx, source, reference);
    if (before) return before;
    const seller = await this.settings.find(tx);
    const company = await this.accounts.company(tx);
    const details = await this.accounts.details(tx);
    const now = this.clock.now();
    const series = kind === 'invoice' ? seller.series : seller.creditSeries;
    const year = now.getUTCFullYear();
    const taxed = withoutTax(lines, seller.taxRate);
    // Nothing is left to pay of what costs nothing.
    const isPaid = paidBy !== null || taxed.totalMinor === 0;
    const dueAt = isPaid ? null : new Date(now.getTime() + seller.dueDays * 86_400_000).toISOString();
    const id = v7({ msecs: now.getTime() });
    await this.invoices.add(
      tx,
      {
        id,
        kind,
        series,
        year,
        // The last thing before the row, since others wait from here on.
        number: await this.invoices.drawNumber(tx, series, year),
        issuedAt: now.toISOString(),
        dueAt,
        periodFrom: period?.from ?? null,
        periodTo: period?.to ?? null,
        corrects: corrects ?? null,
        currency,
        locale: company.language,
        seller: { name: seller.name, address: seller.address, taxId: seller.taxId, email: seller.email },
        buyer: { ...details, name: details.name || company.name },
        ...taxed,
        taxName: seller.taxName,
        taxRate: seller.taxRate,
        note: seller.note,
        source,
        reference,
      },
      { status: isPaid ? 'paid' : 'open', dueAt, paidAt: isPaid ? now.toISOString() : null, reference: paidBy },
    );
    const issued = (await this.invoices.find(tx, id))!;
    if (!isPaid) this.tell.execute(tx, issued, 'issued', now);
    return issued;
  }
}
