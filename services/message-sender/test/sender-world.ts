import { v7 } from 'uuid';
import { sendRequested, statusChanged, statusReceived, type SEND_CLASSES } from '#contracts';
import { publishedView, tenantTable, type SchemaMigrations } from '#database';
import { KeyRing, type RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { FakeGraph } from './fake-graph.js';

/** What the tenant service publishes, as far as this service reads it. */
const tenantViews: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-outlets',
      sql: `
create table tenant.outlets (
  tenant_id uuid not null, id uuid not null, name text not null default 'Outlet', phone_number_id text not null, waba_id text not null,
  display_phone_number text not null default '', access_token_sealed text not null, status text not null default 'active',
  settings jsonb not null default '{}', primary key (tenant_id, id));
${tenantTable('tenant', 'outlets', { tenant: ['select'] })}
${publishedView('tenant', 'outlets_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'name', 'phone_number_id', 'waba_id', 'display_phone_number', 'status', 'settings'],
  readers: ['message_sender'],
  systemReaders: ['message_sender'],
})}
${publishedView('tenant', 'outlet_credentials_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'phone_number_id', 'access_token_sealed'],
  readers: ['message_sender'],
})}
grant select on tenant.outlet_credentials_v1 to chasqui_message_sender_system;
grant select (access_token_sealed) on tenant.outlets to chasqui_message_sender_system;`,
    },
  ],
};

/** What the conversation service publishes of files. */
const mediaView: SchemaMigrations = {
  schema: 'conversation',
  migrations: [
    {
      name: '0001-media',
      sql: `
create table conversation.media (tenant_id uuid not null, id uuid not null, status text not null, content_type text not null, filename text,
  size_bytes bigint, primary key (tenant_id, id));
${tenantTable('conversation', 'media', { tenant: [] })}
${publishedView('conversation', 'media_v1', {
  table: 'media',
  columns: ['tenant_id', 'id', 'status', 'content_type', 'filename', 'size_bytes'],
  readers: ['message_sender'],
})}
create table conversation.retention (tenant_id uuid primary key, messages_days integer);
${tenantTable('conversation', 'retention', { tenant: ['select'] })}
${publishedView('conversation', 'retention_v1', {
  table: 'retention',
  columns: ['tenant_id', 'messages_days'],
  readers: ['message_sender'],
  systemReaders: ['message_sender'],
})}`,
    },
  ],
};

export interface Outlet {
  tenantId: string;
  id: string;
  phoneNumberId: string;
  wabaId: string;
}

export interface Row {
  state: string;
  failed: boolean;
  wamid: string | null;
  claim: number;
  refusals: number;
  resends: number;
  errors: { code: number; advice?: string }[];
  pricing: object | null;
}

/** A message-sender with real Postgres and NATS, a fake Graph, and outlets to order. */
export class SenderWorld {
  readonly graph = new FakeGraph();
  infra!: Infrastructure;
  running!: RunningService;
  #numbers = 0;

  async start(): Promise<void> {
    await this.graph.start();
    this.infra = await startInfrastructure({ modules: [tenantViews, mediaView, migrations, { schema: 'gateway', migrations: [] }] });
  }

  async startService(env: Record<string, string> = {}): Promise<void> {
    this.running = await startService(this.infra, service, {
      WHATSAPP_GRAPH_URL: this.graph.url,
      GRAPH_TIMEOUT_MS: '1000',
      UNKNOWN_RESEND_AFTER_MS: '300',
      ...env,
    });
  }

  async stop(): Promise<void> {
    await this.running?.close();
    await this.infra?.stop();
    await this.graph.stop();
  }

  seal(token: string, outletId: string): string {
    return new KeyRing(this.infra.env().ENCRYPTION_KEYS!).seal(token, outletId);
  }

  async outlet(tenantId = v7()): Promise<Outlet> {
    const outlet = { tenantId, id: v7(), phoneNumberId: `${1_000_000 + ++this.#numbers}`, wabaId: `waba${this.#numbers}` };
    await this.infra.rows(
      'insert into tenant.outlets (tenant_id, id, phone_number_id, waba_id, access_token_sealed) values ($1, $2, $3, $4, $5)',
      [tenantId, outlet.id, outlet.phoneNumberId, outlet.wabaId, this.seal('token-1', outlet.id)],
    );
    return outlet;
  }

  /** Publishes a request to send. @returns the message id */
  async request(
    outlet: Outlet,
    text: string,
    over: { to?: string; class?: (typeof SEND_CLASSES)[number]; messageId?: string; eventId?: string; content?: { type: string } } = {},
  ): Promise<string> {
    const messageId = over.messageId ?? v7();
    await this.infra.publish(
      sendRequested,
      outlet.tenantId,
      {
        messageId,
        conversationId: '0198c0de-0000-7000-8000-000000000010',
        outletId: outlet.id,
        to: { phone: over.to ?? '16505551234' },
        class: over.class ?? 'reply',
        content: over.content ?? { type: 'text', text: { body: text } },
      },
      { id: over.eventId ?? v7() },
    );
    return messageId;
  }

  /** Publishes what the gateway makes of a status webhook. */
  async report(
    outlet: Outlet,
    status: {
      wamid: string;
      status: string;
      callbackData?: string;
      at?: Date;
      pricing?: { type: string; category: string };
      errors?: { code: number; title?: string }[];
    },
  ): Promise<void> {
    const { at = new Date(), ...rest } = status;
    await this.infra.publish(statusReceived, outlet.tenantId, {
      outletId: outlet.id,
      phoneNumberId: outlet.phoneNumberId,
      status: { timestamp: at.toISOString(), recipient: { phone: '16505551234' }, ...rest },
    });
  }

  async row(id: string): Promise<Row> {
    const [row] = await this.infra.rows<Row>('select * from message_sender.messages where id = $1', [id]);
    if (!row) throw new Error('the message is not there yet');
    return row;
  }

  /** The statuses that were told to others about a message, in their order. */
  async announced(id: string): Promise<string[]> {
    return (await this.infra.outboxEvents(statusChanged)).flatMap(({ data }) => (data.messageId === id ? [data.status] : []));
  }

  /** @param body JSON, or the text of it */
  async call(
    method: string,
    path: string,
    tenantId: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: any }> {
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(this.infra, tenantId), ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }
}
