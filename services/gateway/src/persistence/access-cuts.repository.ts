import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class AccessCutsRepository {
  /** By user: since when (Unix milliseconds of the database) earlier access tokens no longer hold. Few: those of the last hour. */
  async all(system: Transaction): Promise<Map<string, number>> {
    const rows = await system.query<{ userId: string; cutAt: string }>(
      `select user_id as "userId", cut_at as "cutAt" from tenant.access_cuts_v1`,
    );
    return new Map(rows.map(({ userId, cutAt }) => [userId, Date.parse(cutAt)]));
  }
}
