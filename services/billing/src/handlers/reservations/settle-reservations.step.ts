import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { MonthlyMeter } from '../../domain/plans/plan.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { ReservationsRepository } from '../../persistence/reservations/reservations.repository.js';

interface Outcome {
  used: readonly string[];
  returned: readonly string[];
  /** The use was added to what was used already. */
  isCounted: boolean;
}

/** Ends reservations: what was used and is beyond the plan is paid from the deposit, in the same transaction. Again is the same as once. */
@Injectable()
export class SettleReservations {
  constructor(
    private readonly reservations: ReservationsRepository,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(tx: Transaction, meter: MonthlyMeter, { used, returned, isCounted }: Outcome): Promise<void> {
    const held = await this.reservations.among(tx, meter, [...used, ...returned]);
    if (held.size === 0) return;
    // Locks rows that others lock too.
    tx.alone();
    const [paid, back] = [used, returned].map((keys) => keys.filter((key) => held.has(key.toLowerCase()))) as [string[], string[]];
    const owed = paid.length > 0 ? await this.reservations.use(tx, meter, paid, isCounted) : [];
    if (back.length > 0) await this.reservations.release(tx, meter, back);
    for (const { currency, amountMinor, units } of owed) {
      await this.ledger.lock(tx, 'overage', currency);
      const money = { amountMinor, currency };
      await this.ledger.post(tx, { kind: 'overage', money, units, source: 'usage', reference: `${meter} ${v7()}` });
      await this.ledger.addOverage(tx, meter, money, units);
    }
  }
}
