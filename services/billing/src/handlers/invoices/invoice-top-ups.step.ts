import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { LineKind } from '../../domain/invoices/invoice.js';
import { lineTexts } from '../../domain/invoices/line-texts.js';
import type { Money } from '../../domain/ledger/money.js';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { IssueInvoice } from './issue-invoice.step.js';

/** Invoices of what is paid into a deposit, and credit notes of what goes back. */
@Injectable()
export class InvoiceTopUps {
  constructor(
    private readonly issue: IssueInvoice,
    private readonly invoices: InvoicesRepository,
    private readonly accounts: InvoiceAccountsRepository,
  ) {}

  /** @param source of the payment @param reference of the payment, as its source calls it */
  async paid(tx: Transaction, money: Money, source: string, reference: string): Promise<void> {
    await this.#issue(tx, 'invoice', 'topUp', money, `${source}:${reference}`, reference);
  }

  /** A part of a payment went back. @param change which one of this payment */
  async takenBack(tx: Transaction, money: Money, source: string, reference: string, change: string): Promise<void> {
    const invoice = await this.invoices.of(tx, 'top_up', `${source}:${reference}`);
    // Payments from before there were invoices have none that could be corrected.
    if (invoice) await this.#issue(tx, 'credit_note', 'topUp', money, `${source}:${change}`, change, invoice.id);
  }

  /** What had gone back came again: a dispute was won. */
  async returned(tx: Transaction, money: Money, source: string, reference: string, change: string): Promise<void> {
    const invoice = await this.invoices.of(tx, 'top_up', `${source}:${reference}`);
    if (invoice) await this.#issue(tx, 'invoice', 'returned', money, `${source}:${change}`, change);
  }

  async #issue(
    tx: Transaction,
    kind: 'invoice' | 'credit_note',
    text: 'topUp' | 'returned',
    { amountMinor, currency }: Money,
    reference: string,
    paidBy: string,
    corrects?: string,
  ): Promise<void> {
    const description = lineTexts((await this.accounts.company(tx)).language)[text];
    const lines = [{ kind: 'top_up' as LineKind, description, amountMinor }];
    await this.issue.execute(tx, { kind, source: 'top_up', reference, currency, lines, paidBy, ...(corrects && { corrects }) });
  }
}
