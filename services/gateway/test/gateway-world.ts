import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { publishedView, type SchemaMigrations } from '#database';
import { messagingTables } from '#messaging';
import type { RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { signBody } from '#whatsapp';
import { migrations as tenantMigrations } from '../../tenant/src/persistence/migrations.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';

export const TENANT_A = '0198c0de-0000-7000-8000-00000000000a';
export const TENANT_B = '0198c0de-0000-7000-8000-00000000000b';
export const APP_SECRET = 'test-app-secret';

/** What a consumer publishes of its inbox, without the consumer. */
const receiptsOf = (schema: string): SchemaMigrations => ({
  schema,
  migrations: [
    {
      name: '0001-receipts',
      sql:
        messagingTables(schema) +
        publishedView(schema, 'receipts_v1', { table: 'inbox', columns: ['tenant_id', 'event_id'], systemReaders: ['gateway'] }),
    },
  ],
});

/** Roles that the tenant service publishes to, of services that do not take part. */
const readers = ['llm_orchestration', 'knowledge', 'billing', 'engagement'].map((schema): SchemaMigrations => ({ schema, migrations: [] }));

export const modules: readonly SchemaMigrations[] = [
  ...readers,
  tenantMigrations,
  receiptsOf('conversation'),
  receiptsOf('message_sender'),
  migrations,
];

export const startWorld = (): Promise<Infrastructure> => startInfrastructure({ modules });

/** @param documents OpenAPI paths by service */
export async function startGateway(
  infra: Infrastructure,
  env: Record<string, string> = {},
  documents: Record<string, object> = { tenant: { '/api/v1/auth/login': { post: {} } } },
): Promise<RunningService> {
  const dir = mkdtempSync(join(infra.dir, 'openapi-'));
  for (const [name, paths] of Object.entries(documents)) writeFileSync(join(dir, `${name}.json`), JSON.stringify({ paths }));
  return startService(infra, service, { OPENAPI_DIR: dir, ...env });
}

export async function addTenant(infra: Infrastructure, tenantId: string): Promise<void> {
  const slug = `t-${tenantId.slice(-4)}`;
  await infra.owner.query(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2) on conflict do nothing`, [tenantId, slug]);
}

/** Confirmed, and routed to. @param since SQL; what arrived before is not this outlet's @returns the outlet's id */
export async function addOutlet(
  infra: Infrastructure,
  tenantId: string,
  phoneNumberId: string,
  wabaId: string,
  since = 'now()',
): Promise<string> {
  await addTenant(infra, tenantId);
  const { rows } = await infra.owner.query<{ id: string }>(
    `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
     values ($1, uuidv7(), $2, $2, $3, '15550000000', 'sealed', 'confirmed', ${since}) returning id`,
    [tenantId, phoneNumberId, wabaId],
  );
  return rows[0]!.id;
}

/** Of a tenant that only says that number and account are its own. */
export async function addUnconfirmedOutlet(
  infra: Infrastructure,
  tenantId: string,
  phoneNumberId: string,
  wabaId: string,
  confirmation: 'waiting' | 'refused' | 'confirmed',
): Promise<void> {
  await addTenant(infra, tenantId);
  await infra.owner.query(
    `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation)
     values ($1, uuidv7(), $2, $2, $3, '15550000000', 'sealed', $4)`,
    [tenantId, phoneNumberId, wabaId, confirmation],
  );
}

/** What the consumer of a kind does with an event it processed, as far as the gateway sees it. */
export async function receipt(infra: Infrastructure, schema: string, tenantId: string, eventId: string): Promise<void> {
  await infra.owner.query(`insert into ${schema}.inbox (tenant_id, event_id) values ($1, $2)`, [tenantId, eventId]);
}

export function post(gateway: RunningService, raw: Buffer | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.url}/webhooks/whatsapp`, {
    method: 'POST',
    body: raw as RequestInit['body'],
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export const postSigned = (gateway: RunningService, raw: Buffer | string): Promise<Response> =>
  post(gateway, raw, { 'x-hub-signature-256': signBody(raw, APP_SECRET) });

export async function token(
  infra: Infrastructure,
  claims: {
    superadmin?: boolean;
    tenants?: { id: string; role: string }[];
    twoFactor?: boolean;
    twoFactorNeeded?: string[];
    at?: number;
    sid?: string;
  },
  options: { subject?: string; secret?: string; expiresAt?: string | number; issuer?: string; alg?: string } = {},
): Promise<string> {
  const secret = new TextEncoder().encode(options.secret ?? infra.env().AUTH_JWT_SECRET);
  return new SignJWT({ email: 'a@example.com', superadmin: false, tenants: [], ...claims })
    .setProtectedHeader({ alg: options.alg ?? 'HS256' })
    .setSubject(options.subject ?? '0198c0de-0000-7000-8000-00000000aaaa')
    .setIssuer(options.issuer ?? 'chasqui')
    .setAudience('chasqui')
    .setExpirationTime(options.expiresAt ?? '5m')
    .sign(secret);
}

export const asSuperadmin = async (infra: Infrastructure): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await token(infra, { superadmin: true })}`,
});
