import { agePartitions, TenantDatabase } from '#database';
import { BackgroundLoop, type Logger } from '#service-kit';
import { EVENTS, streamOf, type ServiceName } from '#contracts';
import { Crowd } from './crowd.js';
import { restoreLost } from './lost-publications.js';
import type { NatsLink } from './nats-link.js';
import type { OutboxRow } from './publication.js';
import { StreamRoom } from './stream-room.js';
import { FIRST_ID, MAX_ROWS, UnpublishedRows } from './unpublished-rows.js';

interface Acknowledged {
  tenantId: string;
  id: string;
  seq: number;
}

const SWEEP_MS = 1_000;
/** Rows younger than this are still with the process that wrote them. */
const SWEEP_AGE_MS = 3_000;
const MAX_IN_FLIGHT = 4_000;
const MAX_IN_FLIGHT_BYTES = 16 * 1024 * 1024;
/** Acknowledgements are recorded together: one statement for as many as came in while the last one ran, or in this time. */
const RECORD_EVERY_MS = 100;
const AGE_MS = 5 * 60_000;

/**
 * Brings the outbox to the stream: at least once, in memory right after the commit and by a sweep over the table. What is more than the
 * consumers of a subject take waits in the table, where tenants take turns (ADR 20).
 *
 * Postgres is the source of truth. JetStream may lose what it acknowledged (it syncs lazily), so on every connection the relay
 * publishes again what the stream may lack; the stream knows the `Nats-Msg-Id`s that it still has and drops those.
 */
export class OutboxRelay {
  readonly #inFlight = new Set<string>();
  readonly #aging: BackgroundLoop;
  readonly #unpublished: UnpublishedRows;
  readonly #room: StreamRoom;
  /** By subject. */
  readonly #crowds = new Map<string, Crowd>();
  readonly #runs = new Set<Promise<void>>();
  #inFlightBytes = 0;
  /** By id: what the table is to be told. */
  #acknowledged = new Map<string, Acknowledged>();
  #beingRecorded: ReadonlyMap<string, Acknowledged> = new Map();
  #recording: Promise<void> | undefined;
  #recordTimer: NodeJS.Timeout | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;
  #sweeping = false;
  #firstSweep = true;
  #stopped = false;

  constructor(
    private readonly link: NatsLink,
    private readonly database: TenantDatabase,
    private readonly service: ServiceName,
    private readonly schema: string,
    private readonly logger: Logger,
  ) {
    this.#unpublished = new UnpublishedRows(database, schema);
    this.#room = new StreamRoom(link, service);
    this.#aging = BackgroundLoop.every(AGE_MS, 'ageing the outbox and the inbox', (isStopped) => this.#age(isStopped), logger);
  }

  start(): void {
    this.link.onConnect(async () => {
      await this.#restoreLost();
      this.#firstSweep = true;
      void this.#sweep();
    });
    this.#sweepTimer = setInterval(() => void this.#sweep(), SWEEP_MS);
    this.#aging.start();
  }

  /** Publishes rows that are committed. Never throws: what cannot leave now is found by the sweep, and what is more than enough waits. */
  publish(rows: readonly OutboxRow[]): void {
    for (const row of rows) {
      if (!this.link.isUp || this.#stopped || this.#inFlight.size >= MAX_IN_FLIGHT) return;
      if (this.#isUnderWay(row.id)) continue;
      const crowd = this.#crowds.get(row.subject) ?? (this.#room.of(row.subject) < 1 ? this.#crowd(row.subject) : undefined);
      if (!crowd?.holdsBack(row)) void this.#publish(row);
    }
  }

  /** @returns false when the stream did not take it */
  async #publish(row: OutboxRow): Promise<boolean> {
    const bytes = row.envelope.length;
    if (this.#isUnderWay(row.id) || (this.#inFlight.size > 0 && this.#inFlightBytes + bytes > MAX_IN_FLIGHT_BYTES)) return true;
    this.#inFlight.add(row.id);
    this.#inFlightBytes += bytes;
    this.#room.take(row);
    try {
      const ack = await this.link.streams.publish(row.subject, row.envelope, { msgID: row.id, timeout: 5_000 });
      this.#acknowledged.set(row.id, { tenantId: row.tenantId, id: row.id, seq: ack.seq });
      this.#recordSoon();
      return true;
    } catch (error) {
      this.logger.debug('publication failed; the sweep will repeat it', { reason: (error as Error).message, subject: row.subject });
      return false;
    } finally {
      this.#inFlight.delete(row.id);
      this.#inFlightBytes -= bytes;
    }
  }

  /** Published, as this process knows; the table may not say so yet. */
  #isUnderWay(id: string): boolean {
    return this.#inFlight.has(id) || this.#acknowledged.has(id) || this.#beingRecorded.has(id);
  }

  /** From now on the subject's rows stay in the outbox, until none waits. */
  #crowd(subject: string): Crowd {
    const crowd = new Crowd(subject, this.#unpublished, this.#room, {
      isUnderWay: (id) => this.#isUnderWay(id),
      publish: (rows) => this.#publishAll(rows),
      goesOn: () => this.link.isUp && !this.#stopped,
      ended: () => void this.#crowds.delete(subject),
    });
    this.#crowds.set(subject, crowd);
    const run = crowd
      .run()
      .catch((error: Error) => this.logger.debug('publishing in turns failed; the sweep goes on', { reason: error.message, subject }))
      .finally(() => this.#runs.delete(run));
    this.#runs.add(run);
    return crowd;
  }

  /** Resolves once the outbox knows which rows are published, so that the next look does not find them. @returns those that are not */
  async #publishAll(rows: readonly OutboxRow[]): Promise<OutboxRow[]> {
    const failed: OutboxRow[] = [];
    await Promise.all(rows.map(async (row) => (await this.#publish(row)) || failed.push(row)));
    await this.#record();
    return failed;
  }

  /** Messages that were published and not answered for yet. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Ends the timers, waits for what is in flight and records it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweepTimer);
    await this.#aging.stop();
    const deadline = Date.now() + 5_000;
    while (this.#inFlight.size > 0 && this.link.isUp && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    clearTimeout(this.#recordTimer);
    this.#recordTimer = undefined;
    await Promise.all(this.#runs);
    await this.#record();
  }

  #recordSoon(): void {
    if (this.#recordTimer || this.#recording || this.#stopped) return;
    this.#recordTimer = setTimeout(() => {
      this.#recordTimer = undefined;
      void this.#record();
    }, RECORD_EVERY_MS);
  }

  /** One at a time; what is acknowledged meanwhile has its turn soon. */
  async #record(): Promise<void> {
    while (this.#recording) await this.#recording;
    if (this.#acknowledged.size === 0) return;
    this.#recording = this.#recordAll().finally(() => (this.#recording = undefined));
    await this.#recording;
    if (this.#acknowledged.size > 0) this.#recordSoon();
  }

  async #recordAll(): Promise<void> {
    this.#beingRecorded = this.#acknowledged;
    this.#acknowledged = new Map();
    // Two updates that lock the same rows do so in one order.
    const batch = [...this.#beingRecorded.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    try {
      await this.database.forSystem((tx) =>
        tx.execute(
          `update ${this.schema}.outbox o set published_at = now(), stream_seq = a.seq
           from unnest($1::uuid[], $2::uuid[], $3::bigint[]) as a (tenant_id, id, seq)
           where o.tenant_id = a.tenant_id and o.id = a.id`,
          [batch.map((a) => a.tenantId), batch.map((a) => a.id), batch.map((a) => a.seq)],
        ),
      );
    } catch (error) {
      // Not recorded means published once more, which the stream and every inbox recognise.
      this.logger.debug('acknowledgements were not recorded', { reason: (error as Error).message });
    }
    this.#beingRecorded = new Map();
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#stopped || !this.link.isUp) return;
    this.#sweeping = true;
    try {
      // A fresh connection takes everything at once: nobody else holds those rows in memory any more.
      const age = this.#firstSweep ? 0 : SWEEP_AGE_MS;
      this.#firstSweep = false;
      for (const subject of await this.#unpublished.subjects()) {
        // Page by page over all of them: rows that cannot leave must not hide those behind them. What is crowded takes turns.
        let after: { tenantId: string; id: string } | undefined = { tenantId: FIRST_ID, id: FIRST_ID };
        while (after && !this.#crowds.has(subject) && this.#inFlight.size < MAX_IN_FLIGHT && !this.#stopped) {
          const page: OutboxRow[] = await this.#unpublished.page(subject, after, age);
          this.publish(page);
          after = page.length === MAX_ROWS ? page.at(-1) : undefined;
        }
      }
    } catch (error) {
      this.logger.debug('outbox sweep failed', { reason: (error as Error).message });
    } finally {
      this.#sweeping = false;
    }
  }

  async #restoreLost(): Promise<void> {
    if (!EVENTS.some(({ producer }) => producer === this.service)) return;
    const manager = await this.link.manager();
    const stream = await manager.streams.info(streamOf(this.service)).catch(() => undefined);
    if (!stream) return;
    const restored = await restoreLost(this.database, this.schema, { lastSeq: stream.state.last_seq, created: stream.created });
    if (restored > 0) this.logger.debug('publishing again what the stream may lack', { events: restored });
  }

  async #age(isStopped: () => boolean): Promise<void> {
    for (const table of ['outbox', 'inbox']) await agePartitions(this.database, this.schema, table, { isStopped });
  }
}
