import { Injectable } from '@nestjs/common';
import type { Statement, Transaction } from '#database';
import type { LiveEntry } from '../../domain/live/live-entry.js';
import type { LogEntry, Positions } from '../../domain/live/live-page.js';

/** SQL for the entries behind cursors: $1 tenant, $2 inboxes, $3 their cursors, $4 entries of each at most. */
export const ENTRIES_BEHIND = `
  select l.outlet_id, l.seq, l.conversation_id, l.kind, l.ref_id
  from unnest($2::uuid[], $3::bigint[]) as cursor (outlet_id, seq)
  cross join lateral (
    select * from conversation.inbox_log
    where tenant_id = $1 and outlet_id = cursor.outlet_id and seq > cursor.seq order by seq limit $4) l`;

/** The parameters of {@link ENTRIES_BEHIND}. */
export const behind = (tx: Transaction, cursors: Positions, perInbox: number): unknown[] => [
  tx.tenantId,
  Object.keys(cursors),
  Object.values(cursors),
  perInbox,
];

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

  /** Where the log of each inbox ends. */
  async positions(tx: Transaction): Promise<Record<string, number>> {
    const rows = await tx.query<{ outletId: string; seq: number }>(
      `select outlet_id as "outletId", seq from conversation.inbox_positions where tenant_id = $1`,
      [tx.tenantId],
    );
    return Object.fromEntries(rows.map(({ outletId, seq }) => [outletId, seq]));
  }

  /** What stands behind the cursors, each inbox in its order. */
  async entries(tx: Transaction, cursors: Positions, perInbox: number): Promise<LogEntry[]> {
    const rows = await tx.query<LogEntry & { refId: string | null }>(
      `select outlet_id as "outletId", seq, conversation_id as "conversationId", kind, ref_id as "refId"
       from (${ENTRIES_BEHIND}) entries order by outlet_id, seq`,
      behind(tx, cursors, perInbox),
    );
    return rows.map(({ refId, ...entry }) => (refId === null ? entry : { ...entry, refId }));
  }
}
