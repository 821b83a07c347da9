import { Injectable } from '@nestjs/common';
import { holdEnded, holdPlaced } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { BY_HAND, holdTarget, type HoldKind, type HoldRequest } from '../../domain/holds/hold.js';
import { HoldsRepository, type EndedHold, type HoldView } from '../../persistence/holds/holds.repository.js';

type Stop = HoldView & { kind: Exclude<HoldKind, 'wait'> };

/** What people do themselves, and what passes by itself, is no news. */
const isNews = (hold: HoldView): hold is Stop => hold.kind !== 'wait' && hold.code !== BY_HAND;

/** Others hear that WhatsApp has stopped something, and that it goes on: in the transaction that holds or frees it, and once a hold. */
@Injectable()
export class TellHolds {
  constructor(
    private readonly outbox: Outbox,
    private readonly holds: HoldsRepository,
  ) {}

  /** Puts holds, and tells those that are new. */
  async put(tx: Transaction, holds: readonly HoldRequest[]): Promise<void> {
    for (const hold of (await this.holds.put(tx, holds)).filter(isNews)) {
      const { id: holdId, kind, code, title, createdAt: at } = hold;
      this.outbox.append(tx, holdPlaced, { holdId, ...holdTarget(hold), kind, code, title, at });
    }
  }

  /** Tells holds that have ended in this transaction, of those that were told. */
  ended(tx: Transaction, holds: readonly EndedHold[]): void {
    const at = new Date().toISOString();
    for (const hold of holds.filter(({ isTold }) => isTold).filter(isNews))
      this.outbox.append(tx, holdEnded, { holdId: hold.id, ...holdTarget(hold), code: hold.code, at });
  }
}
