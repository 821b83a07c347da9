import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { envelopeSchema, MAX_MESSAGE_BYTES, type EventDefinition, type EventEnvelope } from '#contracts';
import { currentContext } from '#service-kit/context.js';
import type { OutboxRelay } from './outbox-relay.js';
import { FULL_BYTES, MAX_EVENTS, packEvents, type OutboxRow } from './publication.js';
import { redactOutbox, type Redact } from './redact-outbox.js';
import type { z } from 'zod';

/** Events of one tenant and subject that were appended in one transaction travel together. */
interface Publication {
  id: string;
  tenantId: string;
  subject: string;
  envelopes: string[];
  bytes: number;
}

interface Pending {
  publications: Publication[];
  /** By tenant and subject: the publication that takes the next event. */
  open: Map<string, Publication>;
}

export class EventTooLarge extends Error {
  readonly code = 'event_too_large';
  constructor(subject: string, bytes: number) {
    super(`${subject}: an event of ${bytes} bytes; ${MAX_MESSAGE_BYTES} is the most that may travel`);
  }
}

/**
 * Where a handler says what happened: in its own transaction, so that it is told exactly if it is true. Events of one tenant and subject
 * travel in one message, in the order in which they were appended.
 */
export class Outbox {
  readonly #pending = new WeakMap<Transaction, Pending>();

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
    this.#add(tx, tenantId, event.subject, JSON.stringify(envelope));
    return envelope;
  }

  /** Publishes an event again under its own identity: for replays. Consumers that have it in their inbox pass over it. */
  appendAgain(tx: Transaction, envelope: unknown): void {
    const { tenantId, subject } = envelopeSchema.parse(envelope);
    this.#add(tx, tenantId, subject, JSON.stringify(envelope));
  }

  /**
   * Takes somebody out of the events that are kept here, told or not. Events that travel together with theirs stay.
   *
   * @param names texts, such as ids: an event is looked at if it holds one of them
   * @param at.tenantId only under the system role
   * @param at.after, at.until ids (UUIDv7) between which the events were written; all that are kept, where they are left out
   * @returns how many events were changed or removed
   */
  redact(
    tx: Transaction,
    names: readonly string[],
    redact: Redact,
    { tenantId = tx.tenantId, after, until }: { tenantId?: string | undefined; after?: string; until?: string } = {},
  ): Promise<number> {
    if (!tenantId) throw new Error('the events of an outbox are a tenant’s');
    return redactOutbox(tx, this.schema, tenantId, names, redact, { after, until });
  }

  #add(tx: Transaction, tenantId: string, subject: string, envelope: string): void {
    const bytes = Buffer.byteLength(envelope);
    if (bytes > MAX_MESSAGE_BYTES) throw new EventTooLarge(subject, bytes);
    const { publications, open } = this.#pending.get(tx) ?? this.#begin(tx);
    const key = `${tenantId} ${subject}`;
    const last = open.get(key);
    if (last && last.envelopes.length < MAX_EVENTS && last.bytes + bytes <= FULL_BYTES) {
      last.envelopes.push(envelope);
      last.bytes += bytes;
    } else {
      const next = { id: v7(), tenantId, subject, envelopes: [envelope], bytes };
      open.set(key, next);
      publications.push(next);
    }
  }

  #begin(tx: Transaction): Pending {
    const pending: Pending = { publications: [], open: new Map() };
    this.#pending.set(tx, pending);
    let rows: OutboxRow[] = [];
    tx.beforeCommit(() => {
      rows = pending.publications.map(({ id, tenantId, subject, envelopes }) => ({
        id,
        tenantId,
        subject,
        envelope: packEvents(envelopes),
      }));
      return {
        text: `insert into ${this.schema}.outbox (tenant_id, id, subject, envelope)
               select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])`,
        values: [rows.map((r) => r.tenantId), rows.map((r) => r.id), rows.map((r) => r.subject), rows.map((r) => r.envelope)],
      };
    });
    tx.afterCommit(() => this.relay.publish(rows));
    return pending;
  }
}
