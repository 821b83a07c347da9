import { Injectable } from '@nestjs/common';
import type { Statement } from '#database';
import type { LiveEntry } from '../domain/live-entry.js';

@Injectable()
export class LiveLogRepository {
  /**
   * Writes entries behind what stands in the log of their inboxes. The inboxes stay locked until the end of the transaction, in the
   * order of their ids: a higher seq is never seen before a lower one.
   */
  appending(tenantId: string | undefined, entries: readonly LiveEntry[]): Statement {
    return {
      text: `with entry as (
               select * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[])
                 with ordinality as e (outlet_id, conversation_id, kind, ref_id, n)
             ), moved as (
               insert into conversation.inbox_positions as p (tenant_id, outlet_id, seq)
               select $1::uuid, outlet_id, count(*) from entry group by outlet_id order by outlet_id
               on conflict (tenant_id, outlet_id) do update set seq = p.seq + excluded.seq
               returning outlet_id, seq
             )
             insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
             select $1, e.outlet_id, m.seq + 1 - row_number() over (partition by e.outlet_id order by e.n desc), e.conversation_id, e.kind, e.ref_id
             from entry e join moved m using (outlet_id)`,
      values: [
        tenantId,
        entries.map((entry) => entry.outletId),
        entries.map((entry) => entry.conversationId),
        entries.map((entry) => entry.kind),
        entries.map((entry) => entry.refId ?? null),
      ],
    };
  }
}
