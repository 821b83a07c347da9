import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate, schemaPassword, type SchemaMigrations } from '#database';
import { IDENTITY_HEADER, signIdentity } from '#service-kit';
import { startServer, type ServerProcess } from './calls.js';
import type { Infrastructure } from './infrastructure.js';
import { UsageError } from './options.js';

export const KNOWLEDGE_SECRET = 'bench-role-secret-0123456789';
const IDENTITY_KEY = 'bench-identity-key-0123456789-0123456789-01234';
const MEMBER = '0198c0de-0000-7000-8000-00000000aaaa';

/**
 * The real knowledge service in a process of its own, on the whole installation's schema.
 *
 * @param more settings of it
 */
export async function startKnowledge(infrastructure: Infrastructure, more: Record<string, string> = {}): Promise<ServerProcess> {
  for (const module of ['services/knowledge/src/main.js', 'deploy/migrations.js']) {
    if (!existsSync(fileURLToPath(new URL(`../../${module}`, import.meta.url))))
      throw new UsageError(`dist/${module} is not there: run \`npm run build\``);
  }
  const { MODULES } = (await import(new URL('../../deploy/migrations.js', import.meta.url).href)) as {
    MODULES: readonly SchemaMigrations[];
  };
  await migrate({ ownerUrl: infrastructure.ownerUrl, roleSecret: KNOWLEDGE_SECRET, modules: MODULES });
  return startServer('../services/knowledge/src/main.js', {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    SERVICE_HOST: '127.0.0.1',
    SERVICE_PORT: '0',
    DATABASE_URL: infrastructure.ownerUrl,
    DATABASE_PASSWORD: schemaPassword(KNOWLEDGE_SECRET, 'knowledge'),
    NATS_URL: infrastructure.natsUrl,
    IDENTITY_KEY,
    LOG_LEVEL: 'warn',
    ...more,
  });
}

/** The headers with which the gateway would call for an owner of the tenant. A signed identity lives 30 s. */
export const asOwner = (tenantId: string): Record<string, string> => ({
  [IDENTITY_HEADER]: signIdentity({ kind: 'user', subject: MEMBER, superadmin: false, tenantId, role: 'owner' }, IDENTITY_KEY),
  'content-type': 'application/json',
});
