import { Injectable } from '@nestjs/common';
import { columnsOf, idAfter, type Transaction } from '#database';
import { ApiKeyRow } from './api-key.entity.js';

/** Without the hash, which never leaves the table. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expiresAt: string | null;
  revokedAt: string | null;
  rateLimitPerHour: number;
  /** Of the secret before the present one, while it goes on. */
  formerPrefix: string | null;
  formerUntil: string | null;
  /** As the gateway saw it, a few seconds late. */
  lastUsedAt: string | null;
  createdAt: string;
}

const COLUMNS = `${columnsOf(ApiKeyRow, undefined, ['id', 'name', 'prefix', 'scopes', 'expiresAt', 'revokedAt', 'rateLimitPerHour', 'createdAt'])},
  case when former_until > now() then former_prefix end as "formerPrefix", case when former_until > now() then former_until end as "formerUntil",
  (select u.last_used_at from gateway.api_key_uses_v1 u
   where u.tenant_id = api_keys.tenant_id and u.api_key_id = api_keys.id) as "lastUsedAt"`;

@Injectable()
export class ApiKeysRepository {
  async insert(
    tx: Transaction,
    key: {
      id: string;
      name: string;
      prefix: string;
      hash: string;
      scopes: string[];
      expiresAt: string | undefined;
      rateLimitPerHour: number;
    },
  ): Promise<ApiKey> {
    const rows = await tx.query<ApiKey>(
      `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at, rate_limit_per_hour)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       returning ${COLUMNS}`,
      [tx.tenantId, key.id, key.name, key.prefix, key.hash, key.scopes, key.expiresAt, key.rateLimitPerHour],
    );
    return rows[0]!;
  }

  async page(tx: Transaction, status: 'active' | 'ended' | undefined, after: string | undefined, limit: number): Promise<ApiKey[]> {
    return tx.query(
      `select ${COLUMNS} from tenant.api_keys
       where tenant_id = $4 and ${idAfter('id', '$1')}
         and ($2::text is null or ($2 = 'active') = (revoked_at is null and (expires_at is null or expires_at > now())))
       order by id limit $3`,
      [after, status, limit, tx.tenantId],
    );
  }

  async find(tx: Transaction, id: string): Promise<ApiKey | undefined> {
    return (await tx.query<ApiKey>(`select ${COLUMNS} from tenant.api_keys where tenant_id = $2 and id = $1`, [id, tx.tenantId]))[0];
  }

  /** Reads and locks the row for a change. */
  async lock(tx: Transaction, id: string): Promise<ApiKey | undefined> {
    return (
      await tx.query<ApiKey>(`select ${COLUMNS} from tenant.api_keys where tenant_id = $2 and id = $1 for update`, [id, tx.tenantId])
    )[0];
  }

  async revoke(tx: Transaction, id: string): Promise<ApiKey> {
    const rows = await tx.query<ApiKey>(
      `update tenant.api_keys set revoked_at = now() where tenant_id = $2 and id = $1 returning ${COLUMNS}`,
      [id, tx.tenantId],
    );
    return rows[0]!;
  }

  /** Puts a new secret in the place of the present one, which goes on for so many hours. */
  async rotate(tx: Transaction, id: string, to: { prefix: string; hash: string }, overlapHours: number): Promise<ApiKey> {
    const rows = await tx.query<ApiKey>(
      `update tenant.api_keys
       set former_hash = hash, former_prefix = prefix, former_until = now() + make_interval(hours => $5), hash = $4, prefix = $3
       where tenant_id = $2 and id = $1 returning ${COLUMNS}`,
      [id, tx.tenantId, to.prefix, to.hash, overlapHours],
    );
    return rows[0]!;
  }

  async revokeAllOf(system: Transaction, tenantId: string): Promise<void> {
    await system.execute(`update tenant.api_keys set revoked_at = now() where tenant_id = $1 and revoked_at is null`, [tenantId]);
  }

  /** Says whether the gateway accepts the tenant's keys. */
  async setEnabled(system: Transaction, tenantId: string, enabled: boolean): Promise<void> {
    await system.execute(`update tenant.api_keys set enabled = $2 where tenant_id = $1 and enabled <> $2`, [tenantId, enabled]);
  }
}
