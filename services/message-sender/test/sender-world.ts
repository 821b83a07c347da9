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
  settings jsonb not null default '{}', quality text not null default 'GREEN', messaging_limit text, throughput text not null default 'STANDARD',
  on_phone_app boolean not null default false, health text not null default 'ok', meta_status text, portfolio_id text,
  portfolio text generated always as (coalesce(portfolio_id, waba_id)) stored, primary key (tenant_id, id));
${tenantTable('tenant', 'outlets', { tenant: ['select'] })}
${publishedView('tenant', 'outlets_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'name', 'phone_number_id', 'waba_id', 'display_phone_number', 'status', 'settings'],
  readers: ['message_sender'],
  systemReaders: ['message_sender'],
})}
${publishedView('tenant', 'numbers_v1', {
  table: 'outlets',
  columns: 'tenant_id id waba_id quality messaging_limit throughput on_phone_app health meta_status status portfolio'.split(' '),
  readers: ['message_sender'],
  systemReaders: ['message_sender'],
})}
${publishedView('tenant', 'outlet_credentials_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'phone_number_id', 'access_token_sealed'],
  readers: ['message_sender'],
})}
create table tenant.tenants (id uuid primary key, time_zone text);
alter table tenant.tenants enable row level security;
create policy own on tenant.tenants for select to chasqui_message_sender using (id = nullif(current_setting('app.tenant_id', true), '')::uuid);
${publishedView('tenant', 'time_zones_v1', { table: 'tenants', columns: ['id', 'time_zone'], readers: ['message_sender'] })}
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
create table conversation.contacts (tenant_id uuid not null, id uuid not null, phone text, user_id text, name text, alias text, email text,
  language text, attributes jsonb not null default '{}', marketing_consent text not null default 'unknown', merged_into uuid,
  consent_at timestamptz, primary key (tenant_id, id));
${tenantTable('conversation', 'contacts', { tenant: [] })}
${publishedView('conversation', 'contacts_v1', {
  table: 'contacts',
  columns: ['tenant_id', 'id', 'phone', 'user_id', 'name', 'alias', 'email', 'language', 'attributes'],
  readers: ['message_sender'],
})}
grant select (marketing_consent, merged_into) on conversation.contacts to chasqui_message_sender;
${publishedView('conversation', 'marketing_refusals_v1', {
  table: 'contacts',
  columns: ['tenant_id', 'id', 'phone', 'user_id', 'consent_at'],
  where: `marketing_consent = 'denied' and merged_into is null`,
  readers: ['message_sender'],
})}
create table conversation.contact_spellings (tenant_id uuid not null, phone text not null, wa_id text not null, primary key (tenant_id, phone));
${tenantTable('conversation', 'contact_spellings', { tenant: [] })}
${publishedView('conversation', 'contact_spellings_v1', {
  table: 'contact_spellings',
  columns: ['tenant_id', 'phone', 'wa_id'],
  readers: ['message_sender'],
})}
create table conversation.erased_refusals (tenant_id uuid not null, hash text not null, at timestamptz not null, primary key (tenant_id, hash));
${tenantTable('conversation', 'erased_refusals', { tenant: [] })}
${publishedView('conversation', 'erased_refusals_v1', {
  table: 'erased_refusals',
  columns: ['tenant_id', 'hash'],
  readers: ['message_sender'],
})}
create table conversation.windows (tenant_id uuid not null, outlet_id uuid not null, phone text, user_id text, window_expires_at timestamptz(3),
  free_entry_until timestamptz(3), unique nulls not distinct (tenant_id, outlet_id, phone, user_id));
${tenantTable('conversation', 'windows', { tenant: [] })}
${publishedView('conversation', 'service_windows_v1', {
  table: 'windows',
  columns: ['tenant_id', 'outlet_id', 'phone', 'user_id', 'window_expires_at', 'free_entry_until'],
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

/** What billing publishes. */
const billingViews: SchemaMigrations = {
  schema: 'billing',
  migrations: [
    {
      name: '0001-billing',
      sql: `
create table billing.quotas (tenant_id uuid not null, meter text not null, limit_amount bigint, used_amount bigint not null default 0,
  primary key (tenant_id, meter));
${tenantTable('billing', 'quotas', { tenant: [] })}
${publishedView('billing', 'quotas_v1', {
  table: 'quotas',
  columns: ['tenant_id', 'meter', 'limit_amount', 'used_amount'],
  readers: ['message_sender'],
})}
create function billing.room_v1(of_meter text)
returns table (limit_amount bigint, used_amount bigint, reserved_amount bigint, is_full boolean) language sql security definer as $$
  select limit_amount, used_amount, 0::bigint, coalesce(used_amount >= limit_amount, false) from billing.quotas
  where tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and meter = of_meter $$;
-- No deposit, and no cap of one.
create function billing.spending_cap_v1(of_meter text)
returns table (currency text, cap_minor bigint, spent_minor bigint, ends_at timestamptz) language sql security definer as $$
  select null::text, 0::bigint, 0::bigint, now() where false $$;
-- No reservations: what is promised counts as used at once.
create function billing.reserve_v1(of_meter text, keys uuid[], keep_for interval) returns table (key uuid, granted boolean)
language sql security definer as $$
  with before as materialized (
    select limit_amount - used_amount as room from billing.quotas
    where tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and meter = of_meter for update),
  used as (
    update billing.quotas set used_amount = used_amount + least(cardinality(keys), greatest(0, before.room)) from before
    where tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and meter = of_meter)
  select k, coalesce(n <= room, true) from unnest(keys) with ordinality u (k, n) left join before on true $$;
create function billing.release_v1(of_meter text, keys uuid[]) returns void language sql security definer as $$
  update billing.quotas set used_amount = used_amount - cardinality(keys)
  where tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid and meter = of_meter $$;
create table billing.rates (market text, category text, currency text, amount_micros bigint, effective_from date, source text);
${publishedView('billing', 'rates_v1', {
  table: 'rates',
  columns: ['market', 'category', 'currency', 'amount_micros', 'effective_from', 'source'],
  readers: ['message_sender'],
})}
create table billing.rate_markets (country text, market text, effective_from date);
${publishedView('billing', 'rate_markets_v1', { table: 'rate_markets', columns: ['country', 'market', 'effective_from'], readers: ['message_sender'] })}
create table billing.price_policies (category text, effective_from date, is_billable boolean, free_monthly integer, is_free_in_window boolean,
  is_free_in_entry boolean);
${publishedView('billing', 'price_policies_v1', {
  table: 'price_policies',
  columns: ['category', 'effective_from', 'is_billable', 'free_monthly', 'is_free_in_window', 'is_free_in_entry'],
  readers: ['message_sender'],
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

  /** @param haveAllWritten whoever is sent to has just written, as nearly all specs take for granted; a spec about windows says false @param billing in place of what nearly all specs need of it */
  constructor(
    private readonly haveAllWritten = true,
    private readonly billing: readonly SchemaMigrations[] = [billingViews],
  ) {}

  async start(): Promise<void> {
    await this.graph.start();
    this.infra = await startInfrastructure({
      modules: [
        tenantViews,
        mediaView,
        ...this.billing,
        migrations,
        { schema: 'gateway', migrations: [] },
        { schema: 'engagement', migrations: [] },
      ],
    });
    if (!this.haveAllWritten) return;
    await this.infra.rows(`create function public.has_written() returns trigger language plpgsql
      as 'begin new.window_until := coalesce(new.window_until, now() + interval ''100 days''); return new; end'`);
    await this.infra.rows(
      'create trigger has_written before insert on message_sender.messages for each row execute function public.has_written()',
    );
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
    over: {
      to?: string;
      groupId?: string;
      class?: (typeof SEND_CLASSES)[number];
      messageId?: string;
      eventId?: string;
      content?: { type: string };
    } = {},
  ): Promise<string> {
    const messageId = over.messageId ?? v7();
    await this.infra.publish(
      sendRequested,
      outlet.tenantId,
      {
        messageId,
        conversationId: '0198c0de-0000-7000-8000-000000000010',
        outletId: outlet.id,
        to: over.groupId === undefined ? { phone: over.to ?? '16505551234' } : { groupId: over.groupId },
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
      recipient?: { phone?: string; participantId?: string };
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
    if (this.haveAllWritten && method === 'POST' && path === '/messages') await this.#write(tenantId, body);
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(this.infra, tenantId), ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  /** The customer has written to the outlet. @param until the end of the window that this opened @param free the end of a free entry */
  async hasWritten(
    outlet: Pick<Outlet, 'tenantId' | 'id'>,
    to: { phone?: string; userId?: string },
    until = inDays(1),
    free?: string,
  ): Promise<void> {
    await this.infra.rows(
      `insert into conversation.windows (tenant_id, outlet_id, phone, user_id, window_expires_at, free_entry_until) values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id, outlet_id, phone, user_id)
       do update set window_expires_at = excluded.window_expires_at, free_entry_until = excluded.free_entry_until`,
      [outlet.tenantId, outlet.id, to.phone ?? null, to.userId ?? null, until, free ?? null],
    );
  }

  async #write(tenantId: string, body: unknown): Promise<void> {
    if (typeof body !== 'object') return;
    const { outletId, to } = body as { outletId: string; to: string };
    // Long enough for whatever a spec schedules.
    await this.hasWritten(
      { tenantId, id: outletId },
      to.startsWith('US.') ? { userId: to } : { phone: to.replaceAll(/\D/g, '') },
      inDays(100),
    );
  }
}

const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3_600_000).toISOString();
