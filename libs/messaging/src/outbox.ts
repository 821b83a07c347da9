import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { envelopeSchema, type EventDefinition, type EventEnvelope } from '#contracts';
import { currentContext } from '#service-kit';
import type { OutboxRelay } from './outbox-relay.js';
import type { z } from 'zod';

export interface OutboxRow {
  id: string;
  tenantId: string;
  subject: string;
  envelope: string;
}

/** Below the default `max_payload` of nats-server (1 MiB), with room for headers. */
export const MOST_EVENT_BYTES = 900 * 1024;

export class EventTooLarge extends Error {
  readonly code = 'event_too_large';
  constructor(subject: string, bytes: number) {
    super(`${subject}: an event of ${bytes} bytes; ${MOST_EVENT_BYTES} is the most that may travel`);
  }
}

/** Where a handler says what happened: in its own transaction, so that it is told exactly if it is true. */
export class Outbox {
  readonly #pending = new WeakMap<Transaction, OutboxRow[]>();

  constructor(
    private readonly relay: OutboxRelay,
    /** Schema of the service; a constant, not input. */
    private readonly schema: string,
  ) {}

  /**
   * Adds an event to the transaction. It is published right after the commit, and by the sweep if the process ends before.
   *
   * @param at.id given where the event already has an identity (a webhook item); a fresh UUIDv7 otherwise
   * @param at.tenantId only under the system role, where the transaction has no tenant
   * @throws when the data does not fit the event's schema, or the event would not fit into a NATS message: faults of ours, which must
   *   not leave the service
   */
  append<D extends EventDefinition>(
    tx: Transaction,
    event: D,
    data: z.input<D['data']>,
    at: { occurredAt?: string; id?: string; tenantId?: string; traceId?: string } = {},
  ): EventEnvelope {
    const tenantId = tx.tenantId ?? at.tenantId;
    if (!tenantId) throw new Error(`${event.name}: an event belongs to a tenant`);
    const traceId = at.traceId ?? currentContext()?.traceId;
    const envelope: EventEnvelope = {
      id: at.id ?? v7(),
      subject: event.subject,
      tenantId,
      occurredAt: at.occurredAt ?? new Date().toISOString(),
      ...(traceId ? { traceId } : {}),
      data: event.data.parse(data),
    };
    this.#add(tx, { id: v7(), tenantId, subject: event.subject, envelope: JSON.stringify(envelope) });
    return envelope;
  }

  /** Publishes an event again under its own identity: for replays. Consumers that have it in their inbox pass over it. */
  appendAgain(tx: Transaction, envelope: unknown): void {
    const { tenantId, subject } = envelopeSchema.parse(envelope);
    this.#add(tx, { id: v7(), tenantId, subject, envelope: JSON.stringify(envelope) });
  }

  #add(tx: Transaction, row: OutboxRow): void {
    const bytes = Buffer.byteLength(row.envelope);
    if (bytes > MOST_EVENT_BYTES) throw new EventTooLarge(row.subject, bytes);
    let rows = this.#pending.get(tx);
    if (!rows) {
      const created: OutboxRow[] = [];
      rows = created;
      this.#pending.set(tx, created);
      tx.beforeCommit(() => ({
        text: `insert into ${this.schema}.outbox (tenant_id, id, subject, envelope)
               select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])`,
        values: [created.map((r) => r.tenantId), created.map((r) => r.id), created.map((r) => r.subject), created.map((r) => r.envelope)],
      }));
      tx.afterCommit(() => this.relay.publish(created));
    }
    rows.push(row);
  }
}
