import { agePartitions, TenantDatabase } from '#database';
import { BackgroundLoop, type Logger } from '#service-kit';
import { streamOf, type ServiceName } from '#contracts';
import { restoreLost } from './lost-publications.js';
import type { NatsLink } from './nats-link.js';
import type { OutboxRow } from './outbox.js';

interface Acknowledged {
  tenantId: string;
  id: string;
  seq: number;
}

const SWEEP_MS = 1_000;
/** Rows younger than this are still with the process that wrote them. */
const SWEEP_AGE_MS = 3_000;
const SWEEP_ROWS = 100;
const MAX_IN_FLIGHT = 4_000;
const MAX_IN_FLIGHT_BYTES = 16 * 1024 * 1024;
/** Acknowledgements are recorded together: one statement for as many as came in while the last one ran, or in this time. */
const RECORD_EVERY_MS = 100;
const AGE_MS = 5 * 60_000;

/**
 * Brings the outbox to the stream: at least once, in memory right after the commit and by a sweep over the table.
 *
 * Postgres is the source of truth. JetStream may lose what it acknowledged (it syncs lazily), so on every connection the relay
 * publishes again what the stream may lack; the stream knows the `Nats-Msg-Id`s that it still has and drops those.
 */
export class OutboxRelay {
  readonly #inFlight = new Set<string>();
  readonly #aging: BackgroundLoop;
  #inFlightBytes = 0;
  #acknowledged: Acknowledged[] = [];
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

  /** Publishes rows that are committed. Never throws: what cannot leave now is found by the sweep. */
  publish(rows: readonly OutboxRow[]): void {
    if (!this.link.isUp || this.#stopped) return;
    for (const row of rows) {
      if (this.#inFlight.size >= MAX_IN_FLIGHT) return;
      const bytes = row.envelope.length;
      if (this.#inFlight.has(row.id) || (this.#inFlight.size > 0 && this.#inFlightBytes + bytes > MAX_IN_FLIGHT_BYTES)) continue;
      this.#inFlight.add(row.id);
      this.#inFlightBytes += bytes;
      const landed = (): void => {
        this.#inFlight.delete(row.id);
        this.#inFlightBytes -= bytes;
      };
      this.link.streams.publish(row.subject, row.envelope, { msgID: row.id, timeout: 5_000 }).then(
        (ack) => {
          this.#acknowledged.push({ tenantId: row.tenantId, id: row.id, seq: ack.seq });
          landed();
          this.#recordSoon();
        },
        (error: Error) => {
          landed();
          this.logger.debug('publication failed; the sweep will repeat it', { reason: error.message, subject: row.subject });
        },
      );
    }
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
    await this.#recording;
    await this.#record();
  }

  #recordSoon(): void {
    if (this.#recordTimer || this.#recording || this.#stopped) return;
    this.#recordTimer = setTimeout(() => {
      this.#recordTimer = undefined;
      this.#recording = this.#record().finally(() => {
        this.#recording = undefined;
        if (this.#acknowledged.length > 0) this.#recordSoon();
      });
    }, RECORD_EVERY_MS);
  }

  async #record(): Promise<void> {
    const batch = this.#acknowledged;
    if (batch.length === 0) return;
    this.#acknowledged = [];
    // Two updates that lock the same rows do so in one order.
    batch.sort((a, b) => (a.id < b.id ? -1 : 1));
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
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#stopped || !this.link.isUp) return;
    this.#sweeping = true;
    try {
      // A fresh connection takes everything at once: nobody else holds those rows in memory any more.
      const age = this.#firstSweep ? 0 : SWEEP_AGE_MS;
      this.#firstSweep = false;
      // Page by page over all of them: rows that cannot leave must not hide those behind them.
      let page: (OutboxRow & { createdAt: string })[];
      let after: { createdAt: string; id: string } | undefined;
      do {
        const from = after;
        page = await this.database.forSystem((tx) =>
          tx.query<OutboxRow & { createdAt: string }>(
            `select id, tenant_id as "tenantId", subject, envelope, created_at::text as "createdAt" from ${this.schema}.outbox
             where published_at is null and created_at <= now() - make_interval(secs => $1::float8 / 1000)
               and ($2::timestamptz is null or (created_at, id) > ($2::timestamptz, $3::uuid))
             order by created_at, id limit $4`,
            [age, from?.createdAt ?? null, from?.id ?? null, SWEEP_ROWS],
          ),
        );
        this.publish(page);
        after = page.at(-1);
      } while (page.length === SWEEP_ROWS && this.#inFlight.size < MAX_IN_FLIGHT && !this.#stopped);
    } catch (error) {
      this.logger.debug('outbox sweep failed', { reason: (error as Error).message });
    } finally {
      this.#sweeping = false;
    }
  }

  async #restoreLost(): Promise<void> {
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
