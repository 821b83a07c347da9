import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, tenantsDue, type Transaction } from '#database';
import { FlowRunRow, type FlowCall, type FlowRun } from './flow-run.entity.js';

const RUN = columnsOf(FlowRunRow);

/** A conversation as flows look at it. */
export interface FlowThread {
  id: string;
  outletId: string;
  contactId: string;
  state: string;
  owner: string;
  epoch: number;
  /** Customer messages from this seq on have not been answered. */
  unansweredFromSeq: number;
}

export interface LogEntry {
  kind: 'passed' | 'sent' | 'ended';
  node: string | null;
  detail: string | null;
  messageId: string | null;
  outcome: string | null;
  at: string;
}

const THREAD = `id, outlet_id as "outletId", contact_id as "contactId", state, owner, epoch, unanswered_from_seq as "unansweredFromSeq"`;

const CALLS = { table: 'engagement.flow_runs', at: 'call_at', waiting: 'call_at is not null' };
const DUE = { table: 'engagement.flow_runs', at: 'due_at', waiting: 'due_at is not null' };

@Injectable()
export class FlowRunsRepository {
  async thread(tx: Transaction, conversationId: string): Promise<FlowThread | undefined> {
    const [row] = await tx.query<FlowThread>(`select ${THREAD} from conversation.flow_threads_v1 where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      conversationId,
    ]);
    return row;
  }

  /** Of a contact with an outlet. */
  async threadOf(tx: Transaction, contactId: string, outletId: string): Promise<FlowThread | undefined> {
    const [row] = await tx.query<FlowThread>(
      `select ${THREAD} from conversation.flow_threads_v1 where tenant_id = $1 and contact_id = $2 and outlet_id = $3 limit 1`,
      [tx.tenantId, contactId, outletId],
    );
    return row;
  }

  /** Those of these conversations in which a flow is under way. */
  async activeAmong(tx: Transaction, conversationIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ id: string }>(
      `select conversation_id as id from engagement.flow_runs where tenant_id = $1 and conversation_id = any($2::uuid[]) and state = 'active'`,
      [tx.tenantId, conversationIds],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The one that is under way in a conversation, held until the transaction ends. */
  async lockActive(tx: Transaction, conversationId: string): Promise<FlowRun | undefined> {
    const [row] = await tx.query<FlowRun>(
      `select ${RUN} from engagement.flow_runs where tenant_id = $1 and conversation_id = $2 and state = 'active' for no key update`,
      [tx.tenantId, conversationId],
    );
    return row;
  }

  /** @returns the newest message that runs of this conversation have dealt with; 0 for none */
  async dealtWith(tx: Transaction, conversationId: string): Promise<number> {
    const [row] = await tx.query<{ lastSeq: number }>(
      `select last_seq as "lastSeq" from engagement.flow_runs where tenant_id = $1 and conversation_id = $2 order by id desc limit 1`,
      [tx.tenantId, conversationId],
    );
    return row?.lastSeq ?? 0;
  }

  /** Whether it began a run of the flow already. */
  async hasBegun(tx: Transaction, flowId: string, begunBy: string): Promise<boolean> {
    const rows = await tx.query(`select from engagement.flow_runs where tenant_id = $1 and first_flow_id = $2 and begun_by = $3 limit 1`, [
      tx.tenantId,
      flowId,
      begunBy,
    ]);
    return rows.length > 0;
  }

  /** Whether one of the newest runs of a conversation began with the flow after a time, by a tag. */
  async hasBegunByTag(tx: Transaction, conversationId: string, flowId: string, since: string): Promise<boolean> {
    const rows = await tx.query(
      `select from (
         select first_flow_id, started_at, begun_by from engagement.flow_runs where tenant_id = $1 and conversation_id = $2 order by id desc limit 50
       ) newest where first_flow_id = $3 and started_at > $4 and begun_by like 'tag:%' limit 1`,
      [tx.tenantId, conversationId, flowId, since],
    );
    return rows.length > 0;
  }

  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The one that is longest due. One that somebody else holds is passed over. */
  async takeDue(tx: Transaction, now: string): Promise<FlowRun | undefined> {
    const [row] = await tx.query<FlowRun>(
      `select ${RUN} from engagement.flow_runs where tenant_id = $1 and due_at <= $2 order by due_at limit 1 for no key update skip locked`,
      [tx.tenantId, now],
    );
    return row;
  }

  /** One that is under way could not go on, and is due later. */
  async postpone(tx: Transaction, id: string, dueAt: string): Promise<void> {
    await tx.query(
      `update engagement.flow_runs set due_at = $3, failures = failures + 1 where tenant_id = $1 and id = $2 and state = 'active'`,
      [tx.tenantId, id, dueAt],
    );
  }

  /** Tenants who have calls to be made. System role. */
  tenantsCalling(system: Transaction, now: string): Promise<string[]> {
    return tenantsDue(system, CALLS, now);
  }

  /** Calls that are due, for whoever makes them until then: a process that dies in between leaves them to the next. @returns how often each was tried, this time too */
  async takeCalls(tx: Transaction, now: string, until: string, limit: number): Promise<{ runId: string; call: FlowCall; tries: number }[]> {
    return tx.query(
      `with due as materialized (
         select id from engagement.flow_runs where tenant_id = $1 and call_at <= $2 order by call_at limit $4 for no key update skip locked
       )
       update engagement.flow_runs r set call_at = $3, call_tries = r.call_tries + 1 from due where r.tenant_id = $1 and r.id = due.id
       returning r.id as "runId", r.call, r.call_tries as tries`,
      [tx.tenantId, now, until, limit],
    );
  }

  async log(tx: Transaction, runId: string, from: number, entries: readonly LogEntry[]): Promise<void> {
    await tx.query(
      `insert into engagement.flow_log (tenant_id, run_id, n, kind, node, detail, message_id, outcome, at)
       select $1, $2, $3::integer + e.n::integer - 1, e.kind, e.node, e.detail, e.message_id, e.outcome, e.at
       from unnest($4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::timestamptz[])
         with ordinality as e (kind, node, detail, message_id, outcome, at, n)`,
      [
        tx.tenantId,
        runId,
        from,
        entries.map(({ kind }) => kind),
        entries.map(({ node }) => node),
        entries.map(({ detail }) => detail),
        entries.map(({ messageId }) => messageId),
        entries.map(({ outcome }) => outcome),
        entries.map(({ at }) => at),
      ],
    );
  }

  async settle(tx: Transaction, runId: string, n: number, messageId: string, outcome: string): Promise<void> {
    await tx.query(`update engagement.flow_log set outcome = $5 where tenant_id = $1 and run_id = $2 and n = $3 and message_id = $4`, [
      tx.tenantId,
      runId,
      n,
      messageId,
      outcome,
    ]);
  }

  async logOf(tx: Transaction, runId: string): Promise<LogEntry[]> {
    return tx.query<LogEntry>(
      `select kind, node, detail, message_id as "messageId", outcome, at from engagement.flow_log
       where tenant_id = $1 and run_id = $2 order by n limit 2000`,
      [tx.tenantId, runId],
    );
  }

  /** Runs that began with a flow, by their ids from the newest, `limit` at most. */
  async page(tx: Transaction, flowId: string, before: string | null, limit: number): Promise<FlowRun[]> {
    return tx.query<FlowRun>(
      `select ${RUN} from engagement.flow_runs where tenant_id = $1 and first_flow_id = $2 and ${idBefore('id', '$3')} order by id desc limit $4`,
      [tx.tenantId, flowId, before, limit],
    );
  }

  /** Runs that ended so long ago. Runs under the system role. */
  async ended(tx: Transaction, before: string, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(`select tenant_id as "tenantId", id from engagement.flow_runs where ended_at < $1 order by ended_at limit $2`, [
      before,
      limit,
    ]);
  }

  /** @returns how many runs are gone, with their logs */
  async prune(tx: Transaction, ids: readonly string[]): Promise<number> {
    await tx.query(`delete from engagement.flow_log where tenant_id = $1 and run_id = any($2::uuid[])`, [tx.tenantId, ids]);
    return tx.execute(`delete from engagement.flow_runs where tenant_id = $1 and id = any($2::uuid[])`, [tx.tenantId, ids]);
  }

  /** A customer who is forgotten: all of theirs. @returns how many */
  async forget(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    // Whoever moves one of them on ends first: what they log is seen only then.
    const runs = await tx.query<{ id: string }>(
      `select id from engagement.flow_runs where tenant_id = $1 and contact_id = any($2::uuid[]) order by id for update`,
      [tx.tenantId, contactIds],
    );
    return this.prune(
      tx,
      runs.map(({ id }) => id),
    );
  }
}
