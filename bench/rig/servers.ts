import type { WebhookTenant } from '#whatsapp';
import { createBaselineTables } from './baseline-tables.js';
import { startServer } from './calls.js';
import { startGateway } from './gateway.js';
import type { Infrastructure } from './infrastructure.js';
import type { Run } from './run.js';

const APP_SECRET = 'bench-app-secret';
const TENANT: WebhookTenant = { wabaId: '102290129340398', phoneNumberId: '106540352242922', displayPhoneNumber: '15550101001' };
export const SERVERS = ['FASTIFY', 'FASTIFY_COMMIT', 'NEST_RLS', 'OURS'] as const;
export type ServerName = (typeof SERVERS)[number];

export const WHAT: Record<ServerName, string> = {
  FASTIFY: 'Fastify + HMAC',
  FASTIFY_COMMIT: 'Fastify + HMAC + group commit',
  NEST_RLS: 'NestJS + HMAC + group commit under RLS',
  OURS: 'the gateway, splitting what it journals',
};

export interface Server {
  name: ServerName;
  url: string;
  pid: number;
  /** Rows that are committed now; undefined for FASTIFY, which keeps nothing. */
  rows: (() => Promise<number>) | undefined;
}

/** @param options.synchronousCommit of the baselines only, for checks that must be able to fail */
export async function startServers(
  run: Run,
  infrastructure: Infrastructure,
  names: readonly ServerName[],
  options: { encoding: string; synchronousCommit?: 'off' },
): Promise<Server[]> {
  const { plainUrl, underRlsUrl } = await createBaselineTables(infrastructure);
  const base = { PATH: process.env.PATH, NODE_ENV: 'production', WHATSAPP_APP_SECRET: APP_SECRET, BASELINE_ENCODING: options.encoding };
  const setting = options.synchronousCommit ? `?options=-c%20synchronous_commit%3D${options.synchronousCommit}` : '';
  const start: Record<ServerName, () => Promise<{ url: string; pid: number; stop(): Promise<void>; table?: string }>> = {
    FASTIFY: () => startServer('servers/fastify.js', base),
    FASTIFY_COMMIT: async () => {
      const table = 'bench.journal_plain';
      const env = { ...base, BASELINE_DATABASE_URL: plainUrl + setting, BASELINE_TABLE: table, BASELINE_NAME: 'bench:FASTIFY_COMMIT' };
      return { ...(await startServer('servers/fastify-commit.js', env)), table };
    },
    NEST_RLS: async () => {
      const table = 'bench.journal_rls';
      const env = { ...base, BASELINE_DATABASE_URL: underRlsUrl + setting, BASELINE_TABLE: table, BASELINE_NAME: 'bench:NEST_RLS' };
      return { ...(await startServer('servers/nest-rls.js', env)), table };
    },
    OURS: async () => ({
      ...(await startGateway(infrastructure, { appSecret: APP_SECRET, tenant: TENANT })),
      table: 'gateway.webhook_journal',
    }),
  };
  const servers: Server[] = [];
  for (const name of names) {
    const { url, pid, stop, table } = await start[name]();
    run.undo(stop);
    const count = async (): Promise<number> =>
      (await infrastructure.owner.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]!.count;
    servers.push({ name, url, pid, rows: table ? count : undefined });
  }
  return servers;
}

export const targetOf = (server: Server, series: string, bodies: number) => ({
  url: server.url,
  appSecret: APP_SECRET,
  tenant: TENANT,
  series,
  bodies,
});
