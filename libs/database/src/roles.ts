import { createHmac } from 'node:crypto';

/**
 * A service logs in under two roles, neither of which owns a table, is a superuser or may bypass row-level security:
 * - `tenant`: everything done for one tenant; sees the rows of `app.tenant_id` and nothing when it is unset.
 * - `system`: the outbox relay, schedulers and routing, which work over all tenants; granted table by table in the migrations.
 *
 * A schema may ask for a third one (`SchemaMigrations.roles`):
 * - `ingest`: adds rows that belong to no tenant yet, and reads nothing.
 */
export type RoleKind = 'tenant' | 'system' | 'ingest';

export const roleName = (schema: string, kind: RoleKind): string => (kind === 'tenant' ? `chasqui_${schema}` : `chasqui_${schema}_${kind}`);

/**
 * The password of a service's roles. It follows from one secret that whoever migrates and starts services has and no service gets, so
 * that it is stored nowhere, and that one service's password tells nothing of another's.
 */
export const schemaPassword = (secret: string, schema: string): string =>
  createHmac('sha256', secret).update(`schema:${schema}`).digest('base64url');

/** The base URL (host, port, database) with the role's own credentials. */
export function roleUrl(baseUrl: string, role: string, password: string): string {
  const url = new URL(baseUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}
