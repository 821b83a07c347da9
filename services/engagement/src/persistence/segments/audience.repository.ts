import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import { Problem } from '#service-kit';
import type { Audience as CampaignAudience } from '../../domain/campaigns/campaign.js';
import type { Expression } from '../../domain/segments/expression.js';
import type { AudienceContact } from '../../domain/segments/segment.js';
import type { AudienceFacts } from '../../domain/segments/matches.js';
import { compileExpression } from './compile-expression.js';
import { SegmentRow } from './segment.entity.js';

export type { AudienceContact };

/** Whom something is for: a segment of the tenant, contacts by id, recipients of a campaign, or an expression as `readExpression` gives it. */
export type Audience = CampaignAudience | { expression: Expression };

const COLUMNS = `k.id, k.phone, k.user_id as "userId", k.name, k.email, k.language, k.attributes, k.tags, k.marketing_consent as consent,
  to_char(k.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt"`;

/** Sets of contacts, without groups and without those that were merged into another. Nothing here sees another tenant's. */
@Injectable()
export class AudienceRepository {
  /**
   * Contacts of an audience by their ids, `limit` at most; fewer only at the end. A whole audience is read by giving the last id as `after`.
   *
   * @param now what `within` is counted back from @throws {Problem} not_found where there is no such segment
   */
  async page(tx: Transaction, audience: Audience, after: string | null, limit: number, now = new Date()): Promise<AudienceContact[]> {
    const values: unknown[] = [tx.tenantId, after, limit];
    const condition = await this.#condition(tx, audience, values, now);
    return tx.queryOnce<AudienceContact>(
      `select ${COLUMNS} from conversation.audience_v1 k where k.tenant_id = $1 and ${idAfter('k.id', '$2')} and ${condition} order by k.id limit $3`,
      values,
    );
  }

  /** Every later statement of the transaction that takes longer is ended by Postgres (SQLSTATE 57014). */
  async limitTime(tx: Transaction, ms: number): Promise<void> {
    await tx.query(`select set_config('statement_timeout', $1, true)`, [String(ms)]);
  }

  /** @throws {Problem} not_found where there is no such segment */
  async count(tx: Transaction, audience: Audience, now = new Date()): Promise<number> {
    const values: unknown[] = [tx.tenantId];
    const condition = await this.#condition(tx, audience, values, now);
    const [row] = await tx.queryOnce<{ count: number }>(
      `select count(*)::integer as count from conversation.audience_v1 k where k.tenant_id = $1 and ${condition}`,
      values,
    );
    return row!.count;
  }

  /** What conditions ask of these contacts, in no order; those that are gone are left out. At most a few hundred at a time. */
  async facts(tx: Transaction, contactIds: readonly string[]): Promise<AudienceFacts[]> {
    return tx.query<AudienceFacts>(
      `select k.id, k.phone, k.name, k.language, k.attributes, k.tags, k.marketing_consent as consent,
         to_char(k.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
         to_char(k.last_seen_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastSeenAt",
         coalesce((select jsonb_agg(jsonb_build_object('state', c.state, 'owner', c.owner,
             'lastMessageAt', to_char(c.last_message_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
           from conversation.audience_threads_v1 c where c.tenant_id = $1 and c.contact_id = k.id), '[]') as conversations
       from conversation.audience_v1 k where k.tenant_id = $1 and k.id = any($2::uuid[])`,
      [tx.tenantId, contactIds],
    );
  }

  async #condition(tx: Transaction, audience: Audience, values: unknown[], now: Date): Promise<string> {
    if ('contactIds' in audience) return `k.id = any($${values.push(audience.contactIds)}::uuid[])`;
    if ('expression' in audience) return compileExpression(audience.expression, values, now);
    if ('campaignId' in audience) {
      // Who was merged into another since is left out: what became of their message says nothing of the other.
      return `k.id in (select r.contact_id from engagement.recipients r where r.tenant_id = $1
        and r.campaign_id = $${values.push(audience.campaignId)}::uuid and r.state = any($${values.push(audience.states)}::text[]))`;
    }
    const segment = await tx.rows(SegmentRow).find(audience.segmentId);
    if (!segment) throw Problem.notFound('segment');
    if (segment.kind === 'dynamic') return compileExpression(segment.expression as Expression, values, now);
    // Who was merged into another since is in the list by the other one.
    const listed = `select l.contact_id from engagement.segment_contacts l where l.tenant_id = $1 and l.segment_id = $${values.push(segment.id)}::uuid`;
    return `(k.id in (${listed}) or k.id in (select m.merged_into from conversation.merged_contacts_v1 m where m.tenant_id = $1 and m.id in (${listed})))`;
  }
}
