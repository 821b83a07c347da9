import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ProviderTopUp } from '../../domain/payments/payment-provider.js';
import { TopUpsRepository } from '../../persistence/payments/top-ups.repository.js';
import { Deposits } from '../ledger/deposits.step.js';

/** Makes what the provider says of a payment into the deposit true in the ledger: credited once, and what went back is taken back once. */
@Injectable()
export class SettleTopUp {
  constructor(
    private readonly topUps: TopUpsRepository,
    private readonly deposits: Deposits,
  ) {}

  /** @param reading number of the reading; one that began before the stored one changes nothing */
  async execute(tx: Transaction, reading: number, { id, money, refundedMinor, disputedMinor }: ProviderTopUp): Promise<void> {
    const before = await this.topUps.begin(tx, id, reading);
    if (!before) return;
    await this.deposits.topUp(tx, money, 'stripe', id);
    const takenBack = Math.min(money.amountMinor, refundedMinor + disputedMinor);
    const more = takenBack - before.takenBackMinor;
    if (more === 0) return;
    // Each change is a transfer of its own: a dispute that is won brings the money again.
    const reference = `${id}#${before.changes + 1}`;
    const part = { amountMinor: Math.abs(more), currency: money.currency };
    if (more > 0) await this.deposits.takeBack(tx, part, 'stripe', reference);
    else await this.deposits.topUp(tx, part, 'stripe', reference);
    await this.topUps.store(tx, id, takenBack);
  }
}
