import type { EventEnvelope } from '#contracts';
import type { Transaction } from '#database';

/** What this service has already done: the first statement of every handler of an event. */
export class Inbox {
  constructor(private readonly schema: string) {}

  /** @returns false when the event's effects are already in the database; the handler then does nothing. */
  async claim(tx: Transaction, event: EventEnvelope): Promise<boolean> {
    return (await this.claimAll(tx, [event])).length === 1;
  }

  /** The same by the id of the event. */
  async claimId(tx: Transaction, eventId: string): Promise<boolean> {
    return (await this.#claim(tx, [eventId])).size === 1;
  }

  /** Of several. @returns those whose effects are not in the database yet, and from now on never will be by their events */
  async claimIds(tx: Transaction, eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#claim(tx, eventIds);
  }

  /** @returns the events among these (of one tenant) whose effects are not in the database yet. */
  async claimAll<E extends EventEnvelope>(tx: Transaction, events: readonly E[]): Promise<E[]> {
    const claimed = await this.#claim(
      tx,
      events.map((event) => event.id),
    );
    // A delivery may hold the same event twice: the first stands for both.
    return events.filter((event) => claimed.delete(event.id));
  }

  async #claim(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ event_id: string }>(
      `insert into ${this.schema}.inbox (tenant_id, event_id)
       select $1, id from unnest($2::uuid[]) as id order by id on conflict do nothing returning event_id`,
      [tx.tenantId, ids],
    );
    return new Set(rows.map((row) => row.event_id));
  }
}
