import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ProviderTopUp } from '../../domain/payments/payment-provider.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { TopUpsRepository } from '../../persistence/payments/top-ups.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceTopUps } from '../invoices/invoice-top-ups.step.js';
import { Deposits } from '../ledger/deposits.step.js';
import { BY_PROVIDER } from './payments.state.js';

/** Makes what the provider says of a payment into the deposit true in the ledger: credited once, and what went back is taken back once. */
@Injectable()
export class SettleTopUp {
  constructor(
    private readonly topUps: TopUpsRepository,
    private readonly deposits: Deposits,
    private readonly ledger: LedgerRepository,
    private readonly audit: Audit,
    private readonly invoices: InvoiceTopUps,
  ) {}

  /** Whether a deposit can take the money. The currency of a deposit never changes, so that what it cannot take it never can. */
  async fits(tx: Transaction, { money }: ProviderTopUp): Promise<boolean> {
    const deposit = await this.ledger.deposit(tx);
    return !deposit || deposit.balance.currency === money.currency;
  }

  /** The provider gave the whole payment back, since the deposit cannot take it. @param reading as below */
  async giveBack(tx: Transaction, reading: number, { id, money }: ProviderTopUp): Promise<void> {
    const before = await this.topUps.begin(tx, id, reading);
    if (!before || before.changes > 0) return;
    await this.topUps.store(tx, id, money.amountMinor);
    this.audit.append(tx, BY_PROVIDER, 'refunded', { type: 'deposit', id: tx.tenantId! }, null, { ...money, reference: id });
  }

  /**
   * @param reading number of the reading; one that began before the stored one changes nothing
   * @throws {Problem} 409 deposit_currency, where the deposit has come to be in another currency since it was asked
   */
  async execute(tx: Transaction, reading: number, { id, money, refundedMinor, disputedMinor }: ProviderTopUp): Promise<void> {
    const before = await this.topUps.begin(tx, id, reading);
    if (!before) return;
    const { isNew } = await this.deposits.topUp(tx, money, 'stripe', id);
    if (isNew) await this.invoices.paid(tx, money, 'stripe', id);
    const takenBack = Math.min(money.amountMinor, refundedMinor + disputedMinor);
    const more = takenBack - before.takenBackMinor;
    if (more === 0) return;
    // Each change is a transfer of its own: a dispute that is won brings the money again.
    const reference = `${id}#${before.changes + 1}`;
    const part = { amountMinor: Math.abs(more), currency: money.currency };
    if (more > 0) {
      await this.deposits.takeBack(tx, part, 'stripe', reference);
      await this.invoices.takenBack(tx, part, 'stripe', id, reference);
    } else {
      await this.deposits.topUp(tx, part, 'stripe', reference);
      await this.invoices.returned(tx, part, 'stripe', id, reference);
    }
    await this.topUps.store(tx, id, takenBack);
  }
}
