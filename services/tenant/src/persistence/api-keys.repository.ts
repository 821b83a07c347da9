import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** Without the hash, which never leaves the table. */
export interface ApiKey {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  expiresAt: string | null;
  revokedAt: string | null;
  createdAt: string;
}

const COLUMNS = `id, name, prefix, scopes, expires_at as "expiresAt", revoked_at as "revokedAt", created_at as "createdAt"`;

@Injectable()
export class ApiKeysRepository {
  async insert(
    tx: Transaction,
    key: { id: string; name: string; prefix: string; hash: string; scopes: string[]; expiresAt: string | undefined },
  ): Promise<ApiKey> {
    const rows = await tx.query<ApiKey>(
      `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
       returning ${COLUMNS}`,
      [tx.tenantId, key.id, key.name, key.prefix, key.hash, key.scopes, key.expiresAt],
    );
    return rows[0]!;
  }

  async page(tx: Transaction, after: string | undefined, limit: number): Promise<ApiKey[]> {
    return tx.query(`select ${COLUMNS} from tenant.api_keys where ($1::uuid is null or id > $1) order by id limit $2`, [after, limit]);
  }

  /** @returns whether there is such a key; one that is revoked already stays as it is */
  async revoke(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.execute(`update tenant.api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1`, [id])) > 0;
  }
}
