import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { Money } from '../../domain/ledger/money.js';
import { reversalOf, takenBack, TRANSFERS, type Source, type Transfer } from '../../domain/ledger/transfer.js';
import { LedgerRepository, type StoredTransfer } from '../../persistence/ledger/ledger.repository.js';

export interface Posted {
  transfer: StoredTransfer;
  /** False where the same was said before. */
  isNew: boolean;
}

/**
 * How money comes to a tenant's deposit and goes back: for the operator's own entries and for payment providers. All run in the caller's
 * transaction, under the tenant. The same reference of the same source moves money once, however often it is said.
 */
@Injectable()
export class Deposits {
  constructor(private readonly ledger: LedgerRepository) {}

  /**
   * Money was paid in.
   *
   * @returns the transfer; that of the first time, where it was said before
   * @throws {Problem} 409 deposit_currency, reference_reused
   */
  async topUp(tx: Transaction, money: Money, source: Source, reference: string): Promise<Posted> {
    return this.#post(tx, { kind: 'top_up', money, source, reference });
  }

  /** The operator gives something that nobody paid for. @throws {Problem} 409 deposit_currency, reference_reused */
  async credit(tx: Transaction, money: Money, source: Source, reference: string): Promise<Posted> {
    return this.#post(tx, { kind: 'credit', money, source, reference });
  }

  /**
   * Money that was paid in went back: a refund, or a payment that the payer's bank took back. What the deposit does not have free any more
   * is owed from then on.
   *
   * @throws {Problem} 409 deposit_currency, reference_reused
   */
  async takeBack(tx: Transaction, money: Money, source: Source, reference: string): Promise<void> {
    await this.#open(tx, 'refund', money.currency);
    const [paid, owed] = [`${reference}#refund`, `${reference}#debt`];
    const before = [await this.ledger.find(tx, source, paid), await this.ledger.find(tx, source, owed)].filter(
      (each) => each !== undefined,
    );
    if (before.length > 0) {
      if (before.reduce((sum, { amountMinor }) => sum + amountMinor, 0) !== money.amountMinor) throw reused(reference);
      return;
    }
    const { balance, reserved } = (await this.ledger.deposit(tx))!;
    const { refund, debt } = takenBack(money.amountMinor, balance.amountMinor - reserved.amountMinor);
    const part = (amountMinor: number): Money => ({ amountMinor, currency: money.currency });
    if (refund > 0) await this.ledger.post(tx, { kind: 'refund', money: part(refund), source, reference: paid });
    if (debt > 0) await this.#post(tx, { kind: 'debt', money: part(debt), source, reference: owed });
  }

  /**
   * Corrects an entry by the opposite one. The same entry is corrected once.
   *
   * @throws {Problem} 409 not_reversible; deposit_too_small, where what the entry gave is used or promised
   */
  async reverse(tx: Transaction, entry: StoredTransfer): Promise<Posted> {
    const kind = reversalOf(entry);
    if (!kind) {
      const detail = 'Only payments that the operator recorded, credits and what was used beyond the plan can be corrected here. ';
      throw new Problem(409, 'not_reversible', `${detail}Refund what a payment provider took at the provider.`);
    }
    const money = { amountMinor: entry.amountMinor, currency: entry.currency };
    const reference = `reversal of ${entry.id}`;
    await this.#open(tx, kind, money.currency);
    const before = await this.ledger.find(tx, 'operator', reference);
    if (before) return { transfer: before, isNew: false };
    if (TRANSFERS[kind].from === 'deposit') {
      const { balance, reserved } = (await this.ledger.deposit(tx))!;
      const free = balance.amountMinor - reserved.amountMinor;
      if (free < money.amountMinor) {
        const detail = `The entry gave ${money.amountMinor}, and the deposit has ${free} left that is not promised. Record what is missing first.`;
        throw new Problem(409, 'deposit_too_small', detail, undefined, {}, { free: { amountMinor: free, currency: money.currency } });
      }
    }
    const units = entry.units ?? 0;
    const posted = await this.#post(tx, { kind, money, source: 'operator', reference, ...(entry.units === null ? {} : { units }) });
    // What was used begins its reference with its meter.
    const meter = entry.reference.split(' ')[0]!;
    if (kind === 'overage_reversal')
      await this.ledger.addOverage(tx, meter, { ...money, amountMinor: -money.amountMinor }, -units, entry.at);
    return posted;
  }

  async #post(tx: Transaction, transfer: Transfer): Promise<Posted> {
    await this.#open(tx, transfer.kind, transfer.money.currency);
    const posted = await this.ledger.post(tx, transfer);
    if (posted) return { transfer: posted, isNew: true };
    const before = (await this.ledger.find(tx, transfer.source, transfer.reference))!;
    const isSame =
      before.kind === transfer.kind && before.currency === transfer.money.currency && before.amountMinor === transfer.money.amountMinor;
    if (!isSame) throw reused(transfer.reference);
    return { transfer: before, isNew: false };
  }

  /** A tenant's deposit is in one currency: that of the first money in it. */
  async #open(tx: Transaction, kind: Transfer['kind'], currency: string): Promise<void> {
    await this.ledger.lock(tx, kind, currency);
    const deposit = await this.ledger.deposit(tx);
    if (!deposit || deposit.balance.currency === currency) return;
    const its = deposit.balance.currency;
    throw new Problem(409, 'deposit_currency', `The deposit is in ${its}, and this is in ${currency}. Send it in ${its}.`);
  }
}

const reused = (reference: string): Problem =>
  new Problem(409, 'reference_reused', `The reference ${reference} was used for another amount. Use a new reference for other money.`);
