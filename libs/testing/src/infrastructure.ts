import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { v7 } from 'uuid';
import type { z } from 'zod';
import { durableOf, EVENTS, schemaOf, SERVICES, streamOf, type EventDefinition, type EventEnvelope, type ServiceName } from '#contracts';
import { migrate, roleName, roleUrl, schemaPassword, type RoleKind, type SchemaMigrations } from '#database';
import { unpackEvents } from '#messaging';
import { bootstrap, type RunningService, type ServiceDefinition } from '#service-kit';
import { startNats } from '#local-servers/nats.js';
import { PidFile } from '#local-servers/pid-file.js';
import { Ports } from '#local-servers/ports.js';
import { startPostgres } from '#local-servers/postgres.js';
import { Supervisor } from '#local-servers/supervisor.js';
import { eventually } from './eventually.js';
import { KeptCluster } from './kept-clusters.js';

const ROLE_SECRET = 'test-role-secret-0123456789';

/**
 * A real Postgres and a real nats-server for one test file, in a folder of their own. Nothing is mocked and nothing is shared, so a
 * test may kill either.
 */
export class Infrastructure {
  /** A superuser's pool: for assertions, and for rows of services that do not take part. */
  readonly owner: pg.Pool;
  #connection: Promise<NatsConnection> | undefined;

  private constructor(
    readonly dir: string,
    readonly ownerUrl: string,
    readonly natsUrl: string,
    private readonly modules: readonly SchemaMigrations[],
    private readonly startDatabase: () => Promise<Supervisor>,
    private readonly startServer: () => Promise<Supervisor>,
    private database: Supervisor,
    private server: Supervisor,
  ) {
    this.owner = new pg.Pool({ connectionString: ownerUrl, max: 4, idleTimeoutMillis: 1_000 });
    this.owner.on('error', () => undefined);
  }

  readonly roleSecret = ROLE_SECRET;

  /** @param options.modules the schemas that the test needs, in the order of their dependence */
  static async start(options: { modules: readonly SchemaMigrations[] }): Promise<Infrastructure> {
    const dir = mkdtempSync(join(tmpdir(), 'chasqui-test-'));
    // Postgres runs as another user when the tests run as root.
    chmodSync(dir, 0o755);
    const ports = new Ports(dir);
    const [databasePort, natsPort] = [await ports.stable('postgres'), await ports.stable('nats')];
    const supervisor = (name: string): Supervisor => new Supervisor(new PidFile(join(dir, `${name}.pids.json`)), () => undefined);
    let ownerUrl = '';
    const startDatabase = async (): Promise<Supervisor> => {
      const keeper = supervisor('postgres');
      const running = await startPostgres({
        dataDir: join(dir, 'postgres'),
        logFile: join(dir, 'postgres.log'),
        port: databasePort,
        password: 'owner',
        supervisor: keeper,
      });
      ownerUrl = running.ownerUrl;
      return keeper;
    };
    let natsUrl = '';
    const startServer = async (): Promise<Supervisor> => {
      const keeper = supervisor('nats');
      const running = await startNats({ dir: join(dir, 'nats'), port: natsPort, supervisor: keeper });
      natsUrl = running.url;
      return keeper;
    };
    const kept = new KeptCluster(options.modules);
    if (kept.isKept) await kept.copyTo(join(dir, 'postgres'));
    const [started, server] = await Promise.all([startDatabase(), startServer()]);
    let database = started;
    try {
      await migrate({ ownerUrl, roleSecret: ROLE_SECRET, modules: options.modules });
      if (kept.isWanted) {
        await database.stop();
        await kept.keep(join(dir, 'postgres'));
        database = await startDatabase();
      }
    } catch (error) {
      await Promise.all([database.stop(), server.stop()]);
      throw error;
    }
    return new Infrastructure(dir, ownerUrl, natsUrl, options.modules, startDatabase, startServer, database, server);
  }

  /** The password of a schema's roles. */
  passwordOf(schema: string): string {
    return schemaPassword(ROLE_SECRET, schema);
  }

  /** Postgres as one of a schema's roles. */
  roleUrl(schema: string, kind: RoleKind): string {
    return roleUrl(this.ownerUrl, roleName(schema, kind), this.passwordOf(schema));
  }

  /** The environment of a service on this infrastructure. Beside its own database password it is complete for every service. */
  env(service?: ServiceName): Record<string, string> {
    return {
      DATABASE_URL: this.ownerUrl,
      ...(service && { DATABASE_PASSWORD: this.passwordOf(schemaOf(service)) }),
      NATS_URL: this.natsUrl,
      INTERNAL_SECRET: 'test-internal-secret-0123456789-0123456789',
      IDENTITY_KEY: 'test-identity-key-0123456789-0123456789',
      MEDIA_LINK_SECRET: 'test-media-link-secret-0123456789-0123456789',
      REFUSAL_HASH_KEY: 'test-refusal-hash-key-0123456789-0123456789',
      AUTH_JWT_SECRET: 'test-auth-jwt-secret-0123456789-0123456789',
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      WEBHOOK_ENCRYPTION_KEYS: `w1:${Buffer.alloc(32, 6).toString('base64')}`,
      COMMERCE_ENCRYPTION_KEYS: `c1:${Buffer.alloc(32, 5).toString('base64')}`,
      OTP_PEPPER: 'test-otp-pepper-0123456789-0123456789',
      FLOW_CALL_KEY: 'test-flow-call-key-0123456789-0123456789',
      MODEL_ENCRYPTION_KEYS: `l1:${Buffer.alloc(32, 5).toString('base64')}`,
      MAIL_ENCRYPTION_KEYS: `m1:${Buffer.alloc(32, 8).toString('base64')}`,
      WHATSAPP_APP_SECRET: 'test-app-secret',
      WHATSAPP_VERIFY_TOKEN: 'test-verify-token',
      WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9',
      SERVICE_URLS: SERVICES.map((service) => `${service}=http://127.0.0.1:9`).join(','),
      REPLY_DEBOUNCE_MS: '0',
      DATA_DIR: join(this.dir, 'data'),
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal',
    };
  }

  /** Publishes an event as its producer would. Schemas of the catalog apply. @returns the event's id */
  async publish<D extends EventDefinition>(
    event: D,
    tenantId: string,
    data: z.input<D['data']>,
    options: { id?: string } = {},
  ): Promise<string> {
    const envelope: EventEnvelope = {
      id: options.id ?? v7(),
      subject: event.subject,
      tenantId,
      occurredAt: new Date().toISOString(),
      data: event.data.parse(data),
    };
    // The stream is made by the first service that connects.
    await eventually(async () => {
      await jetstream(await this.nats()).publish(event.subject, JSON.stringify(envelope), { msgID: v7() });
    });
    return envelope.id;
  }

  /** Every event of this kind that is on the stream now, in its order; `seq` is that of the message that it travelled in. */
  async events<D extends EventDefinition>(event: D): Promise<(EventEnvelope<z.infer<D['data']>> & { seq: number })[]> {
    const found: (EventEnvelope<z.infer<D['data']>> & { seq: number })[] = [];
    const consumer = await jetstream(await this.nats()).consumers.get(streamOf(event.producer), { filter_subjects: event.subject });
    let { num_pending: pending } = await consumer.info();
    while (pending > 0) {
      const message = await consumer.next({ expires: 1_000 });
      if (!message) break;
      const events = unpackEvents(message.string()) as EventEnvelope<z.infer<D['data']>>[];
      found.push(...events.map((envelope) => ({ ...envelope, seq: message.seq })));
      pending = message.info.pending;
    }
    return found;
  }

  /** Events of this kind in an outbox, in the order in which they were appended. */
  async outboxEvents<D extends EventDefinition>(event: D, tenantId?: string): Promise<EventEnvelope<z.infer<D['data']>>[]> {
    const rows = await this.rows<{ envelope: string }>(
      `select envelope from ${schemaOf(event.producer)}.outbox where subject = $1 and ($2::uuid is null or tenant_id = $2) order by id`,
      [event.subject, tenantId ?? null],
    );
    return rows.flatMap(({ envelope }) => unpackEvents(envelope) as EventEnvelope<z.infer<D['data']>>[]);
  }

  /** Waits until a service has dealt with every event that is on its streams. */
  async settled(service: ServiceName): Promise<void> {
    const { consumers } = await jetstreamManager(await this.nats());
    await eventually(async () => {
      for (const event of EVENTS.filter((each) => each.consumers.includes(service))) {
        const { num_pending: waiting, num_ack_pending: inHand } = await consumers.info(streamOf(event.producer), durableOf(event, service));
        if (waiting + inHand > 0) throw new Error(`${service} has ${waiting + inHand} events left of ${event.name}`);
      }
    });
  }

  /** Rows as the owner sees them: all tenants. */
  async rows<Row extends object = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(sql, values)).rows;
  }

  nats(): Promise<NatsConnection> {
    return (this.#connection ??= connect({ servers: new URL(this.natsUrl).host, maxReconnectAttempts: -1, reconnectTimeWait: 100 }));
  }

  /** `kill -9`, and away until {@link startPostgres}. */
  async killPostgres(): Promise<void> {
    await kill9(this.database, 'postgres');
  }

  async startPostgres(): Promise<void> {
    this.database = await this.startDatabase();
  }

  /** `kill -9`, and away until {@link startNats}. */
  async killNats(): Promise<void> {
    await kill9(this.server, 'nats');
  }

  /** @param options.wiped the streams are gone, as after the loss of a disk */
  async startNats(options: { wiped?: boolean } = {}): Promise<void> {
    if (options.wiped) rmSync(join(this.dir, 'nats', 'store'), { recursive: true, force: true });
    this.server = await this.startServer();
  }

  async stop(): Promise<void> {
    await (await this.#connection)?.close();
    await this.owner.end();
    // Nobody reads its data again: at once instead of in order, which costs each of some hundred spec files a checkpoint.
    const postgres = this.database.pid('postgres');
    if (postgres) process.kill(postgres, 'SIGQUIT');
    await Promise.all([this.server.stop(), this.database.stop()]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** For specs about the schema itself. */
  get schemas(): readonly string[] {
    return this.modules.map((module) => module.schema);
  }
}

async function kill9(supervisor: Supervisor, name: string): Promise<void> {
  const pid = supervisor.pid(name);
  const stopped = supervisor.stop();
  if (pid) process.kill(pid, 'SIGKILL');
  await stopped;
}

export const startInfrastructure = Infrastructure.start;

/** Runs a service as it runs in production, in this process, on a free port. */
export async function startService(
  infrastructure: Infrastructure,
  service: ServiceDefinition,
  env: Record<string, string> = {},
): Promise<RunningService> {
  return bootstrap(service, { ...infrastructure.env(service.name), ...env });
}
