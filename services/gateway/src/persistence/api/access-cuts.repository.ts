import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface AccessCut {
  /** A person, or a sign-in that was ended. */
  userId: string;
  /** The nil UUID for all tenants. */
  tenantId: string;
  /** Unix milliseconds of the database: access tokens issued until then are no longer valid. */
  cutAtMs: number;
  /** The sign-in whose tokens stay valid. */
  keptSession: string | null;
}

@Injectable()
export class AccessCutsRepository {
  /** All cuts; only those of the last hour exist. */
  async all(system: Transaction): Promise<AccessCut[]> {
    return system.query(
      `select user_id as "userId", tenant_id as "tenantId", (extract(epoch from cut_at) * 1000)::float8 as "cutAtMs",
         kept_session as "keptSession"
       from tenant.access_cuts_v2`,
    );
  }
}
