import { eventsIn, type OutboxRow } from './publication.js';
import type { StreamRoom } from './stream-room.js';
import { Turns } from './turns.js';
import { FIRST_ID, MAX_ROWS, MAX_TENANTS, type UnpublishedRows } from './unpublished-rows.js';

/** Between two looks. */
const EVERY_MS = 50;

/** What could not be published is tried again after this time. */
const TRY_AGAIN_MS = 5_000;

/** What a crowd needs of the relay. */
export interface CrowdedRelay {
  /** Whether a row is published, though its table may not say so yet. */
  isUnderWay: (id: string) => boolean;
  /** Resolves once the table says what is published. @returns what is not */
  publish: (rows: readonly OutboxRow[]) => Promise<OutboxRow[]>;
  goesOn: () => boolean;
  /** Called as the crowd is over: rows are published at once again. */
  ended: () => void;
}

/**
 * A subject of which more waits than its consumers take: its rows stay in the outbox, and as there is room in the stream, the oldest of
 * each tenant are published in turns. Lasts until nothing waits.
 */
export class Crowd {
  readonly #turns = new Turns();
  /** Tenants that have rows in the outbox, with the number of the last that was left there. */
  readonly #behind = new Map<string, number>();
  #left = 0;
  /** By tenant: up to where nothing could be published, which must not hide what is behind it. */
  readonly #passed = new Map<string, string>();
  #passedSince = Date.now();
  /** The tenant behind which the next look begins. */
  #from = FIRST_ID;

  constructor(
    private readonly subject: string,
    private readonly rows: UnpublishedRows,
    private readonly room: StreamRoom,
    private readonly relay: CrowdedRelay,
  ) {}

  /** Whether a row must wait: behind others of its tenant, or because its tenant has published many. */
  holdsBack({ tenantId }: OutboxRow): boolean {
    if (!this.#behind.has(tenantId) && this.room.isLeftFor(this.subject, tenantId)) return false;
    this.#behind.set(tenantId, ++this.#left);
    return true;
  }

  /** Publishes in turns. Resolves when the crowd is over. @throws when the database is away: what waits is found again by the sweep */
  async run(): Promise<void> {
    try {
      while (this.relay.goesOn()) {
        await this.room.ask(EVERY_MS / 2);
        if (this.room.of(this.subject) >= 1 && !(await this.#publishNext())) return;
        await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      }
    } finally {
      this.relay.ended();
    }
  }

  /** @returns whether more may wait */
  async #publishNext(): Promise<boolean> {
    const left = this.#left;
    const from = this.#from;
    const tenants = await this.rows.tenants(this.subject, from);
    this.#from = tenants.length < MAX_TENANTS ? FIRST_ID : tenants.at(-1)!;
    const found = tenants.length === 0 ? [] : await this.#oldestOf(tenants);
    const waiting = found.filter(({ id }) => !this.relay.isUnderWay(id));
    if (from === FIRST_ID && this.#from === FIRST_ID) {
      // All were looked at. Who has nothing in the outbox, and left nothing there since, is behind nothing.
      const tenantIds = new Set(found.map(({ tenantId }) => tenantId));
      for (const [tenantId, last] of this.#behind) if (last <= left && !tenantIds.has(tenantId)) this.#behind.delete(tenantId);
      if (found.length === 0 && this.#behind.size === 0) return false;
    }
    for (const { tenantId } of waiting) if (!this.#behind.has(tenantId)) this.#behind.set(tenantId, left);
    const failed = await this.relay.publish(this.#inTurns(waiting));
    for (const { tenantId, id } of failed) this.#passed.set(tenantId, id);
    return true;
  }

  #oldestOf(tenants: readonly string[]): Promise<OutboxRow[]> {
    if (Date.now() - this.#passedSince > TRY_AGAIN_MS) {
      this.#passed.clear();
      this.#passedSince = Date.now();
    }
    return this.rows.oldest(
      this.subject,
      tenants.map((tenantId) => ({ tenantId, after: this.#passed.get(tenantId) ?? FIRST_ID })),
      Math.ceil(Math.min(this.room.of(this.subject), MAX_ROWS) / tenants.length),
    );
  }

  /** As many as there is room for, each time the next of whoever has had least. */
  #inTurns(rows: readonly OutboxRow[]): OutboxRow[] {
    const waiting = Map.groupBy(rows, ({ tenantId }) => tenantId);
    const chosen: OutboxRow[] = [];
    for (let room = this.room.of(this.subject); room >= 1 && waiting.size > 0;) {
      const tenantId = this.#turns.first(waiting.keys());
      const queue = waiting.get(tenantId)!;
      const row = queue.shift()!;
      if (queue.length === 0) waiting.delete(tenantId);
      const events = eventsIn(this.subject, row.envelope);
      this.#turns.took(tenantId, events);
      room -= events;
      chosen.push(row);
    }
    return chosen;
  }
}
