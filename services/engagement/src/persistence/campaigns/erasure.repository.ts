import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { RecipientState } from '../../domain/campaigns/outcome.js';

/** Recipients who are forgotten, and what is too old to be kept. */
@Injectable()
export class ErasureRepository {
  /** Recipients become nobody's. Whose message is under way is done with: its reports find nobody. */
  async anonymise(
    tx: Transaction,
    contactIds: readonly string[],
  ): Promise<{ campaignId: string; was: RecipientState; wasInFlight: boolean }[]> {
    return tx.query(
      `with them as materialized (
         select campaign_id, contact_id from engagement.recipients where tenant_id = $1 and contact_id = any($2::uuid[])
         order by campaign_id, contact_id for update
       )
       update engagement.recipients r set contact_id = gen_random_uuid(), message_id = null, updated_at = now(),
         state = case when r.state = 'queued' and r.due_at is null then 'skipped' else r.state end,
         reason = case when r.state = 'queued' and r.due_at is null then 'contact_gone' else r.reason end
       from them where r.tenant_id = $1 and r.campaign_id = them.campaign_id and r.contact_id = them.contact_id
       returning r.campaign_id as "campaignId", old.state as was, old.state = 'queued' and old.due_at is null as "wasInFlight"`,
      [tx.tenantId, contactIds],
    );
  }

  async forgetPromotions(tx: Transaction, contactIds: readonly string[]): Promise<void> {
    await tx.query(`delete from engagement.daily_promotions where tenant_id = $1 and contact_id = any($2::uuid[])`, [
      tx.tenantId,
      contactIds,
    ]);
  }

  /** Days that are over in every zone. Runs under the system role. @returns how many are gone */
  async prunePromotions(tx: Transaction, before: string, limit: number): Promise<number> {
    return tx.execute(
      `delete from engagement.daily_promotions where ctid = any(array(
         select ctid from engagement.daily_promotions where day < $1::date order by day limit $2))`,
      [before, limit],
    );
  }

  /** Campaigns that ended so long ago, whose recipients are still there. Runs under the system role. */
  async ended(tx: Transaction, before: string, limit: number): Promise<{ tenantId: string; id: string }[]> {
    return tx.query(
      `select tenant_id as "tenantId", id from engagement.campaigns where ended_at < $1 and recipients_kept order by ended_at limit $2`,
      [before, limit],
    );
  }

  /** @returns how many are gone */
  async pruneRecipients(tx: Transaction, campaignId: string, limit: number): Promise<number> {
    return tx.execute(
      `delete from engagement.recipients where tenant_id = $1 and campaign_id = $2 and contact_id = any(array(
         select contact_id from engagement.recipients where tenant_id = $1 and campaign_id = $2 order by contact_id limit $3))`,
      [tx.tenantId, campaignId, limit],
    );
  }
}
