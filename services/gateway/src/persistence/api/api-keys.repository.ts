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
  /** @param hash hex SHA-256 of the whole key */
  async findByHash(tx: Transaction, hash: string): Promise<ApiKey | undefined> {
    const rows = await tx.query<ApiKey>(
      `select id, tenant_id as "tenantId", scopes, expires_at as "expiresAt", revoked_at as "revokedAt",
              rate_limit_per_hour as "rateLimitPerHour"
       from tenant.api_keys_v1 where hash = $1`,
      [hash],
    );
    return rows[0];
  }
}
