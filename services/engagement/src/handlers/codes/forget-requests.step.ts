import { Injectable } from '@nestjs/common';
import { Outbox } from '#messaging';
import type { Transaction } from '#database';
import { firstIdOf, timeOfId } from '#service-kit';

/** The request of a code is written in the transaction that makes the code, right after its id. */
const WRITTEN_WITHIN_MS = 60_000;

/** Takes requests of messages with codes out of the outbox, where events stay for days: each holds a code as it was sent. */
@Injectable()
export class ForgetRequests {
  constructor(private readonly outbox: Outbox) {}

  /** @param ids of codes. A request that nobody has taken yet never leaves. */
  async execute(tx: Transaction, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const until = firstIdOf(new Date(timeOfId(id).getTime() + WRITTEN_WITHIN_MS));
      await this.outbox.redact(tx, [id], (event) => (JSON.stringify(event.data).includes(`code:${id}`) ? undefined : event), {
        after: id,
        until,
      });
    }
  }
}
