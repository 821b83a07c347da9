import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';

export interface UsageCorrection {
  day: string;
  category: string;
  type: string;
  /** What was added to the count, or taken off it. */
  messages: number;
}

@Injectable()
export class UsageCorrectionsRepository {
  /**
   * Compares the counts of days with the messages that were counted, in one look at both, and adds the difference. A message that is counted
   * meanwhile is in both or in neither.
   */
  async correct(tx: Transaction, { from, to }: Period): Promise<UsageCorrection[]> {
    // Two at once would both add the same difference.
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`usage_corrections ${tx.tenantId}`]);
    return tx.query<UsageCorrection>(
      `with facts as (
         select day, category, type, count(*) as messages from billing.priced_messages
         where tenant_id = $1 and day between $2 and $3 group by day, category, type),
       shown as (
         select day, category, type, messages from billing.charges_daily where tenant_id = $1 and day between $2 and $3),
       wrong as (
         select day, category, type, coalesce(facts.messages, 0) - coalesce(shown.messages, 0) as messages
         from facts full join shown using (day, category, type)
         where coalesce(facts.messages, 0) <> coalesce(shown.messages, 0)),
       counted as (
         insert into billing.charges_daily as c (tenant_id, day, category, type, messages) select $1, day, category, type, messages from wrong
         on conflict (tenant_id, day, category, type) do update set messages = c.messages + excluded.messages),
       entered as (
         insert into billing.usage_corrections (tenant_id, day, category, type, messages) select $1, day, category, type, messages from wrong
         returning day, category, type, messages)
       select day::text as day, category, type, messages from entered order by day, category, type`,
      [tx.tenantId, from, to],
    );
  }
}
