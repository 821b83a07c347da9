import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { sendRequested } from '#contracts';
import { migrate, schemaPassword, type SchemaMigrations } from '#database';
import { KeyRing } from '#service-kit';
import { startServer, type ServerProcess } from './calls.js';
import type { Infrastructure } from './infrastructure.js';
import { UsageError } from './options.js';

const ROLE_SECRET = 'bench-role-secret-0123456789';
const INSERTED_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

export interface Outlet {
  tenantId: string;
  id: string;
  phoneNumberId: string;
}

/** The real message-sender, in processes of its own, on the whole installation's schema. */
export class Senders {
  readonly #keys = `bench:${randomBytes(32).toString('base64')}`;
  #numbers = 0;
  #nats: Promise<NatsConnection> | undefined;

  constructor(private readonly infrastructure: Infrastructure) {}

  async migrate(): Promise<void> {
    for (const module of ['services/message-sender/src/main.js', 'deploy/migrations.js']) {
      if (!existsSync(fileURLToPath(new URL(`../../${module}`, import.meta.url))))
        throw new UsageError(`dist/${module} is not there: run \`npm run build\``);
    }
    const { MODULES } = (await import(new URL('../../deploy/migrations.js', import.meta.url).href)) as {
      MODULES: readonly SchemaMigrations[];
    };
    await migrate({ ownerUrl: this.infrastructure.ownerUrl, roleSecret: ROLE_SECRET, modules: MODULES });
  }

  async start(graphUrl: string, env: Record<string, string> = {}): Promise<ServerProcess> {
    return startServer('../services/message-sender/src/main.js', {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      SERVICE_HOST: '127.0.0.1',
      SERVICE_PORT: '0',
      DATABASE_URL: this.infrastructure.ownerUrl,
      DATABASE_PASSWORD: schemaPassword(ROLE_SECRET, 'message_sender'),
      NATS_URL: this.infrastructure.natsUrl,
      IDENTITY_KEY: 'bench-identity-key-0123456789-0123456789-01234',
      ENCRYPTION_KEYS: this.#keys,
      REFUSAL_HASH_KEY: 'bench-refusal-hash-key-0123456789-0123456789',
      WHATSAPP_GRAPH_URL: graphUrl,
      LOG_LEVEL: 'warn',
      ...env,
    });
  }

  /** A tenant with one number. */
  async outlet(throughput: 'STANDARD' | 'HIGH'): Promise<Outlet> {
    const [tenantId, id, phoneNumberId] = [v7(), v7(), `${1_000_000 + ++this.#numbers}`];
    const { owner } = this.infrastructure;
    await owner.query('insert into tenant.tenants (id, slug, name) values ($1, $2, $2)', [tenantId, `tenant-${this.#numbers}`]);
    await owner.query(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, throughput,
         confirmation, routes_from)
       values ($1, $2, 'Outlet', $3, 'waba-' || $3, '+1 555', $4, $5, 'confirmed', now() - interval '1 day')`,
      [tenantId, id, phoneNumberId, new KeyRing(this.#keys).seal('token', id), throughput],
    );
    return { tenantId, id, phoneNumberId };
  }

  /** Messages as they lie in the queue, each to a recipient of its own. */
  async queue({ tenantId, id }: Outlet, count: number): Promise<void> {
    for (let done = 0; done < count; done += INSERTED_AT_ONCE) {
      await this.infrastructure.owner.query(
        `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, window_until)
         select $1, uuidv7(), $2::uuid, phone, $2::uuid || ':' || phone, 'broadcast', '{"type":"text","text":{"body":"News"}}', now() + interval '1 day'
         from (select (16660000000 + n)::text as phone from generate_series($3::integer, $4::integer) n) r`,
        [tenantId, id, done + 1, Math.min(count, done + INSERTED_AT_ONCE)],
      );
    }
    await this.infrastructure.owner.query('analyze message_sender.messages');
  }

  /** Asks for a one-time code as other services do: by an event. */
  async askForCode({ tenantId, id }: Outlet, to: string, text: string): Promise<void> {
    this.#nats ??= connect({ servers: this.infrastructure.natsUrl });
    const data = sendRequested.data.parse({
      messageId: v7(),
      conversationId: v7(),
      outletId: id,
      to: { phone: to },
      class: 'otp',
      content: { type: 'text', text: { body: text } },
      windowExpiresAt: new Date(Date.now() + DAY_MS).toISOString(),
    });
    const envelope = { id: v7(), subject: sendRequested.subject, tenantId, occurredAt: new Date().toISOString(), data };
    await jetstream(await this.#nats).publish(sendRequested.subject, JSON.stringify(envelope), { msgID: envelope.id });
  }

  /** What is left is not sent any more. */
  async drop({ tenantId }: Outlet): Promise<void> {
    await this.infrastructure.owner.query(
      `update message_sender.messages set state = 'failed' where tenant_id = $1 and open_state = 'queued'`,
      [tenantId],
    );
  }

  async stop(): Promise<void> {
    await (await this.#nats)?.close();
  }
}
