import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { RateLimit } from '../../domain/api/rate-limit.js';

export interface Wanted {
  limit: RateLimit;
  /** How many requests want to be let in. */
  wanted: number;
}

export interface WindowRow {
  tenantId: string;
  subject: string;
  /** How many of them are let in. */
  granted: number;
  used: number;
  endsInMs: number;
}

@Injectable()
export class RateWindowsRepository {
  /**
   * Counts in one atomic statement: over all gateways, never more than the limit are let in within a window. Locks rows in one order, so that
   * two gateways never deadlock.
   */
  async take(system: Transaction, wants: readonly Wanted[]): Promise<WindowRow[]> {
    return system.query<WindowRow>(
      `insert into gateway.rate_windows as w (tenant_id, subject, ends_at, used, most)
       select t.tenant_id, t.subject, now() + t.window_ms * interval '1 millisecond', least(t.wanted, t.most), t.most
       from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::int[]) as t (tenant_id, subject, wanted, most, window_ms)
       order by 1, 2
       on conflict (tenant_id, subject) do update set
         used = case when w.ends_at <= now() then excluded.used else greatest(w.used, least(w.used + excluded.used, excluded.most)) end,
         ends_at = case when w.ends_at <= now() then excluded.ends_at else w.ends_at end,
         most = excluded.most
       returning new.tenant_id as "tenantId", new.subject, new.used,
         new.used - case when old.ends_at = new.ends_at then old.used else 0 end as granted,
         greatest(0, extract(epoch from new.ends_at - now()) * 1000)::int as "endsInMs"`,
      [
        wants.map(({ limit }) => limit.tenantId),
        wants.map(({ limit }) => limit.subject),
        wants.map(({ wanted }) => wanted),
        wants.map(({ limit }) => limit.most),
        wants.map(({ limit }) => limit.windowMs),
      ],
    );
  }

  /** Deletes up to `most` ended windows. @returns how many */
  async forget(system: Transaction, most: number): Promise<number> {
    return system.execute(
      `delete from gateway.rate_windows where (tenant_id, subject) in (
         select tenant_id, subject from gateway.rate_windows where ends_at < now() order by ends_at limit $1 for update skip locked)`,
      [most],
    );
  }
}
