import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { InvoiceLine } from '../../domain/invoices/invoice.js';
import { lineTexts } from '../../domain/invoices/line-texts.js';
import type { ProviderInvoice } from '../../domain/payments/payment-provider.js';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { InvoiceOverage } from '../invoices/invoice-overage.step.js';
import { IssueInvoice } from '../invoices/issue-invoice.step.js';

/** The operator's own invoice of what a subscription paid at the provider: once, however often the provider tells. */
@Injectable()
export class InvoiceProvider {
  constructor(
    private readonly issue: IssueInvoice,
    private readonly invoices: InvoicesRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly overage: InvoiceOverage,
  ) {}

  async execute(tx: Transaction, { id, paid, lines, period }: ProviderInvoice): Promise<void> {
    if (await this.invoices.of(tx, 'stripe', id)) return;
    const { language } = await this.accounts.company(tx);
    const sold = lines.map(({ isProration, ...line }): InvoiceLine => ({ ...line, kind: isProration ? 'proration' : 'plan' }));
    // Discounts, balances and taxes of the provider: what was paid is what the invoice is about.
    const rest = paid.amountMinor - sold.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const all: InvoiceLine[] = [
      ...sold,
      ...(rest === 0 ? [] : [{ kind: 'credit' as const, description: lineTexts(language).difference, amountMinor: rest }]),
      ...(await this.overage.execute(tx, paid.currency, language)),
    ];
    const { currency } = paid;
    await this.issue.execute(tx, {
      kind: 'invoice',
      source: 'stripe',
      reference: id,
      currency,
      lines: all,
      paidBy: id,
      ...(period && { period }),
    });
  }
}
