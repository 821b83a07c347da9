import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { InvoiceLine } from '../../domain/invoices/invoice.js';
import { lineTexts } from '../../domain/invoices/line-texts.js';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';

/** Says on the invoice of a period what was used beyond the plan since the one before. The deposit has paid it: both lines are zero together. */
@Injectable()
export class InvoiceOverage {
  constructor(private readonly accounts: InvoiceAccountsRepository) {}

  async execute(tx: Transaction, currency: string, locale: string): Promise<InvoiceLine[]> {
    const amountMinor = await this.accounts.newOverage(tx, currency);
    if (amountMinor === 0) return [];
    const texts = lineTexts(locale);
    return [
      { kind: 'overage', description: texts.overage, amountMinor },
      { kind: 'deposit', description: texts.deposit, amountMinor: -amountMinor },
    ];
  }
}
