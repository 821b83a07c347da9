import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface ApiKey {
  id: string;
  tenantId: string;
  scopes: string[];
  expiresAt: string | null;
  revokedAt: string | null;
  rateLimitPerHour: number;
}

@Injectable()
export class ApiKeysRepository {
  /** Also by the secret that a key had before it was rotated, while that goes on. @param hash hex SHA-256 of the whole key */
  async findByHash(tx: Transaction, hash: string): Promise<ApiKey | undefined> {
    const rows = await tx.query<ApiKey>(
      `select id, tenant_id as "tenantId", scopes, expires_at as "expiresAt", revoked_at as "revokedAt",
              rate_limit_per_hour as "rateLimitPerHour"
       from tenant.api_keys_v1 where hash = $1
       union all
       select id, tenant_id, scopes, least(expires_at, former_until), revoked_at, rate_limit_per_hour
       from tenant.former_api_keys_v1 where former_hash = $1`,
      [hash],
    );
    return rows[0];
  }
}
