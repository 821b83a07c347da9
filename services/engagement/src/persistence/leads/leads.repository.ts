import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import { MAX_COUNTED, type Lead, type LeadMove, type Stage } from '../../domain/leads/lead.js';

/** Under row-level security no index is read by what `coalesce` gives; `case` is trusted. */
const WHO = `case when m.merged_into is null then l.contact_id else m.merged_into end`;
const LEAD = `l.id, ${WHO} as "contactId", k.name as "contactName", l.stage_id as "stageId", l.owner_id as "ownerId", l.source,
  case when l.currency is not null then jsonb_build_object('amountMinor', l.value_minor, 'currency', l.currency) end as value, l.note, l.version,
  l.closed_at as "closedAt", l.moved_at as "movedAt", l.created_at as "createdAt"`;
/** Whoever was merged into another is shown as the other one. */
const CONTACT = `left join lateral (
    select c.merged_into from conversation.merged_contacts_v1 c where c.tenant_id = $1 and c.id = l.contact_id limit 1) m on true
  left join lateral (
    select c.name from conversation.audience_v1 c where c.tenant_id = $1 and c.id = ${WHO} limit 1) k on true`;

/** Moves of one lead that are kept. */
const MAX_MOVES = 200;

export interface LeadFilter {
  stageId?: string | undefined;
  ownerId?: string | undefined;
  contactId?: string | undefined;
}

@Injectable()
export class LeadsRepository {
  async find(tx: Transaction, id: string): Promise<Lead | undefined> {
    const [row] = await tx.query<Lead>(`select ${LEAD} from engagement.leads l ${CONTACT} where l.tenant_id = $1 and l.id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** The newest first, one more than `limit` where there are more. Stage and owner have an index each and one together. */
  async page(tx: Transaction, { stageId, ownerId, contactId }: LeadFilter, before: string | undefined, limit: number): Promise<Lead[]> {
    const values: unknown[] = [tx.tenantId, before ?? null];
    // The text depends on which filters are there and on nothing else: constants.
    const of = [
      ['stage_id', stageId],
      ['owner_id', ownerId],
      ['contact_id', contactId],
    ]
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) => `and l.${column} = $${values.push(value)}::uuid`)
      .join(' ');
    const page = `select * from engagement.leads l where l.tenant_id = $1 and ${idBefore('l.id', '$2')} ${of} order by l.id desc limit $${values.push(limit + 1)}`;
    return tx.query<Lead>(`select ${LEAD} from (${page}) l ${CONTACT} order by l.id desc`, values);
  }

  /** How many leads each of these stages has, up to {@link MAX_COUNTED}. */
  async counts(tx: Transaction, stageIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ id: string; count: number }>(
      `select s.id, (select count(*)::integer from (select from engagement.leads l where l.tenant_id = $1 and l.stage_id = s.id limit ${MAX_COUNTED}) l) as count
       from unnest($2::uuid[]) s (id)`,
      [tx.tenantId, stageIds],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  async isContact(tx: Transaction, contactId: string): Promise<boolean> {
    const rows = await tx.query(`select from conversation.audience_v1 k where k.tenant_id = $1 and k.id = $2`, [tx.tenantId, contactId]);
    return rows.length > 0;
  }

  /** The open lead of a contact. */
  async openOf(tx: Transaction, contactId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from engagement.leads where tenant_id = $1 and contact_id = $2 and closed_at is null`,
      [tx.tenantId, contactId],
    );
    return row?.id;
  }

  /** The newest first. */
  async moves(tx: Transaction, leadId: string): Promise<LeadMove[]> {
    return tx.query<LeadMove>(
      `select from_stage as "from", to_stage as "to", jsonb_build_object('kind', by_kind, 'id', by_id) as by, at
       from engagement.lead_moves where tenant_id = $1 and lead_id = $2 order by id desc limit ${MAX_MOVES}`,
      [tx.tenantId, leadId],
    );
  }

  async addMove(tx: Transaction, leadId: string, { id, from, to, by, at }: LeadMove & { id: string }): Promise<void> {
    await tx.execute(
      `insert into engagement.lead_moves (tenant_id, lead_id, id, from_stage, to_stage, by_kind, by_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.tenantId, leadId, id, from, to, by.kind, by.id, at],
    );
  }

  /** Of a lead that moves for ever the oldest moves go. */
  async trimMoves(tx: Transaction, leadId: string): Promise<void> {
    await tx.execute(
      `delete from engagement.lead_moves where tenant_id = $1 and lead_id = $2 and id <=
         (select id from engagement.lead_moves where tenant_id = $1 and lead_id = $2 order by id desc offset ${MAX_MOVES} limit 1)`,
      [tx.tenantId, leadId],
    );
  }

  /** Until the transaction ends: `shared` with others who read the list and put leads into it, `alone` to replace it. */
  async holdStages(tx: Transaction, how: 'shared' | 'alone'): Promise<void> {
    await tx.execute(
      how === 'shared'
        ? `select pg_advisory_xact_lock_shared(hashtextextended('lead-stages:' || $1::text, 0))`
        : `select pg_advisory_xact_lock(hashtextextended('lead-stages:' || $1::text, 0))`,
      [tx.tenantId],
    );
  }

  /** Those that are there already stay. */
  async addStages(tx: Transaction, stages: readonly (Stage & { position: number })[]): Promise<void> {
    await tx.execute(
      `insert into engagement.lead_stages (tenant_id, id, name, kind, position)
       select $1, s.id, s.name, s.kind, s.position from jsonb_to_recordset($2::jsonb) as s (id uuid, name text, kind text, position integer)
       on conflict do nothing`,
      [tx.tenantId, JSON.stringify(stages)],
    );
  }

  async isStageUsed(tx: Transaction, stageId: string): Promise<boolean> {
    const rows = await tx.query(`select from engagement.leads where tenant_id = $1 and stage_id = $2 limit 1`, [tx.tenantId, stageId]);
    return rows.length > 0;
  }

  /** Leads of customers who are forgotten, with their moves. @returns how many */
  async forget(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    return tx.execute(`delete from engagement.leads where tenant_id = $1 and contact_id = any($2::uuid[])`, [tx.tenantId, contactIds]);
  }
}
