import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { BURST_SECONDS, LEAST_SHARE, LOWERED_TO } from '../../domain/rates/rates.js';
import { LANE_HASH, MOST_INBOUND_DEBT, PAIR_FULL, RATE, SHARE, SPEND } from './rate-terms.js';

@Injectable()
export class RatesRepository {
  /** Buckets of numbers that have none yet: full. Runs under the system role. */
  async begin(tx: Transaction, numbers: readonly (readonly [tenantId: string, outletId: string])[]): Promise<void> {
    await tx.execute(
      `insert into message_sender.number_rates (tenant_id, outlet_id) select * from unnest($1::uuid[], $2::uuid[]) order by 1, 2
       on conflict do nothing`,
      [numbers.map(([tenantId]) => tenantId), numbers.map(([, outletId]) => outletId)],
    );
  }

  /**
   * WhatsApp said that numbers send too fast (130429): what is left of their buckets is gone, and they go on slower for a while. Refusals
   * of the same second count once.
   */
  async lower(tx: Transaction, outletIds: readonly string[]): Promise<void> {
    await tx.execute(
      `update message_sender.number_rates r
       set share = greatest(${LEAST_SHARE}, ${LOWERED_TO} * ${SHARE('r')}), lowered_at = clock_timestamp(),
         spent_until = greatest(r.spent_until, clock_timestamp() + interval '${BURST_SECONDS} seconds')
       where r.tenant_id = $1 and r.outlet_id = any($2::uuid[])
         and (r.lowered_at is null or r.lowered_at < clock_timestamp() - interval '1 second')`,
      [tx.tenantId, [...outletIds].sort()],
    );
  }

  /**
   * What went without a claim: messages of customers, by outlet. They take at most a second of the rate ahead, so that a flood of them does
   * not keep answers back for longer than WhatsApp does.
   */
  async spend(tx: Transaction, messages: ReadonlyMap<string, number>): Promise<void> {
    const outlets = [...messages.keys()].sort();
    await tx.execute(
      `update message_sender.number_rates r set ${SPEND('g.messages', 'g.rate', MOST_INBOUND_DEBT)}
       from (
         select n.id, ${RATE('n', 's')} as rate, ($3::integer[])[array_position($2::uuid[], n.id)] as messages
         from tenant.numbers_v1 n join message_sender.number_rates s on s.tenant_id = $1 and s.outlet_id = n.id
         where n.tenant_id = $1 and n.id = any($2::uuid[])) g
       where r.tenant_id = $1 and r.outlet_id = any($2::uuid[]) and r.outlet_id = g.id`,
      [tx.tenantId, outlets, outlets.map((id) => messages.get(id))],
    );
  }

  /** WhatsApp said that recipients had too much (131056): what they could still have been lent is gone. */
  async fillPairs(tx: Transaction, lanes: readonly string[]): Promise<void> {
    await tx.execute(
      `insert into message_sender.pair_rates as p (tenant_id, lane_hash, spent_until)
       select $1, hash, clock_timestamp() + ${PAIR_FULL} from (select distinct ${LANE_HASH('lane')} as hash from unnest($2::text[]) lane) l order by hash
       on conflict (tenant_id, lane_hash) do update set spent_until = greatest(p.spent_until, excluded.spent_until)`,
      [tx.tenantId, lanes],
    );
  }

  /** Recipients of all tenants who may have as many as ever. Runs under the system role. @returns how many there were, at most `limit` */
  async prunePairs(tx: Transaction, limit: number): Promise<number> {
    return tx.execute(
      `delete from message_sender.pair_rates where ctid = any(array(
         select ctid from message_sender.pair_rates where spent_until < clock_timestamp() order by spent_until limit $1 for update skip locked))
         and spent_until < clock_timestamp()`,
      [limit],
    );
  }
}
