import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface ApiKeyUse {
  tenantId: string;
  apiKeyId: string;
  /** ISO time */
  at: string;
}

@Injectable()
export class ApiKeyUsesRepository {
  /** Keeps the latest use, in whatever order gateways write. @param uses one per key */
  async record(system: Transaction, uses: readonly ApiKeyUse[]): Promise<void> {
    await system.execute(
      `insert into gateway.api_key_uses as u (tenant_id, api_key_id, last_used_at)
       select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as t (tenant_id, api_key_id, at) order by 1, 2
       on conflict (tenant_id, api_key_id) do update set last_used_at = greatest(u.last_used_at, excluded.last_used_at)`,
      [uses.map((use) => use.tenantId), uses.map((use) => use.apiKeyId), uses.map((use) => use.at)],
    );
  }
}
