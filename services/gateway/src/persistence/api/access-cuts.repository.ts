import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface AccessCut {
  userId: string;
  /** The nil UUID where it holds in all of them. */
  tenantId: string;
  /** Unix milliseconds of the database: access tokens that were issued until then no longer hold. */
  cutAtMs: number;
  /** The sign-in whose tokens hold nevertheless. */
  keptSession: string | null;
}

@Injectable()
export class AccessCutsRepository {
  /** Few: those of the last hour. */
  async all(system: Transaction): Promise<AccessCut[]> {
    return system.query(
      `select user_id as "userId", tenant_id as "tenantId", (extract(epoch from cut_at) * 1000)::float8 as "cutAtMs",
         kept_session as "keptSession"
       from tenant.access_cuts_v2`,
    );
  }
}
