import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SERVICES } from '#contracts';
import { migrate, schemaPassword, type SchemaMigrations } from '#database';
import { identityKey } from '#service-kit';
import type { WebhookTenant } from '#whatsapp';
import { startServer, type ServerProcess } from './calls.js';
import type { Infrastructure } from './infrastructure.js';
import { UsageError } from './options.js';
import { until } from './until.js';

const ROLE_SECRET = 'bench-role-secret-0123456789';
const INTERNAL_SECRET = 'bench-internal-secret-0123456789-0123456789';
const TENANT_ID = '0198c0de-0000-7000-8000-000000000001';
const OUTLET_ID = '0198c0de-0000-7000-8000-000000000002';

/** The real gateway in a process of its own, on the whole installation's schema, with one tenant that has the number. */
export async function startGateway(
  infrastructure: Infrastructure,
  options: { appSecret: string; tenant: WebhookTenant },
): Promise<ServerProcess> {
  for (const module of ['services/gateway/src/main.js', 'deploy/migrations.js']) {
    if (!existsSync(fileURLToPath(new URL(`../../${module}`, import.meta.url))))
      throw new UsageError(`dist/${module} is not there: run \`npm run build\``);
  }
  const { MODULES } = (await import(new URL('../../deploy/migrations.js', import.meta.url).href)) as {
    MODULES: readonly SchemaMigrations[];
  };
  await migrate({ ownerUrl: infrastructure.ownerUrl, roleSecret: ROLE_SECRET, modules: MODULES });
  await infrastructure.owner.query(`insert into tenant.tenants (id, slug, name) values ($1, 'bench', 'Bench')`, [TENANT_ID]);
  await infrastructure.owner.query(
    `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
     values ($1, $2, 'Bench', $3, $4, $5, 'none', 'confirmed', now())`,
    [TENANT_ID, OUTLET_ID, options.tenant.phoneNumberId, options.tenant.wabaId, options.tenant.displayPhoneNumber],
  );
  return startServer('../services/gateway/src/main.js', {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    SERVICE_HOST: '127.0.0.1',
    SERVICE_PORT: '0',
    DATABASE_URL: infrastructure.ownerUrl,
    DATABASE_PASSWORD: schemaPassword(ROLE_SECRET, 'gateway'),
    NATS_URL: infrastructure.natsUrl,
    INTERNAL_SECRET,
    IDENTITY_KEY: identityKey(INTERNAL_SECRET, 'gateway'),
    AUTH_JWT_SECRET: 'bench-auth-jwt-secret-0123456789-0123456789',
    WHATSAPP_APP_SECRET: options.appSecret,
    WHATSAPP_VERIFY_TOKEN: 'bench-verify-token',
    SERVICE_URLS: SERVICES.map((service) => `${service}=http://127.0.0.1:9`).join(','),
    LOG_LEVEL: 'warn',
  });
}

const BACKLOG = `select (select count(*)::int from gateway.webhook_journal where split_at is null) as unsplit,
  (select count(*)::int from gateway.outbox where published_at is null) as unpublished,
  (select count(*)::int from gateway.webhook_items where outcome = 'parked') as parked`;

export interface Backlog {
  /** Journal entries that were acknowledged and not yet taken apart. */
  unsplit: number;
  /** Events that are not yet on the stream. */
  unpublished: number;
  /** Items that it did not route: none should be, since every message is to a number that the tenant has. */
  parked: number;
}

export const backlogOf = async (infrastructure: Infrastructure): Promise<Backlog> =>
  (await infrastructure.owner.query<Backlog>(BACKLOG)).rows[0]!;

/** Waits for the work that the gateway does behind its answers. @returns ms, or undefined when it was not done in time */
export const awaitDrained = (infrastructure: Infrastructure): Promise<number | undefined> =>
  until(
    async () => {
      const { unsplit, unpublished } = await backlogOf(infrastructure);
      return unsplit === 0 && unpublished === 0;
    },
    180_000,
    100,
  );
