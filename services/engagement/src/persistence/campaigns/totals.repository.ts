import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { Tally } from '../../domain/campaigns/tally.js';
import type { CampaignReason } from './campaign-reason.entity.js';
import { CampaignTotalsRow, type CampaignTotals } from './campaign-totals.entity.js';

const COLUMNS = columnsOf(CampaignTotalsRow);

@Injectable()
export class TotalsRepository {
  /** Of these campaigns, of a page of them at most. */
  async of(tx: Transaction, campaignIds: readonly string[]): Promise<Map<string, CampaignTotals>> {
    const rows = await tx.query<CampaignTotals>(
      `select ${COLUMNS} from engagement.campaign_totals where tenant_id = $1 and campaign_id = any($2::uuid[])`,
      [tx.tenantId, campaignIds],
    );
    return new Map(rows.map((row) => [row.campaignId, row]));
  }

  /** Why recipients of a campaign got nothing, the most frequent first. */
  async reasons(tx: Transaction, campaignId: string): Promise<Pick<CampaignReason, 'state' | 'reason' | 'recipients'>[]> {
    return tx.query(
      `select state, reason, recipients from engagement.campaign_reasons
       where tenant_id = $1 and campaign_id = $2 and recipients > 0 order by recipients desc, state, reason`,
      [tx.tenantId, campaignId],
    );
  }

  /** Adds what a change of recipients made of the numbers: in its transaction. @returns the totals after it */
  async add(tx: Transaction, campaignId: string, tally: Tally): Promise<CampaignTotals> {
    if (tally.reasons.length > 0) await this.#addReasons(tx, campaignId, tally.reasons);
    const [row] = await tx.query<CampaignTotals>(
      `update engagement.campaign_totals set audience = audience + $3, queued = queued + $4, sent = sent + $5, delivered = delivered + $6,
         read = read + $7, replied = replied + $8, failed = failed + $9, skipped = skipped + $10, held_out = held_out + $11,
         opted_out = opted_out + $12, in_flight = in_flight + $13, answered = answered + $14, held_out_answered = held_out_answered + $15
       where tenant_id = $1 and campaign_id = $2 returning ${COLUMNS}`,
      [
        tx.tenantId,
        campaignId,
        tally.audience,
        tally.queued,
        tally.sent,
        tally.delivered,
        tally.read,
        tally.replied,
        tally.failed,
        tally.skipped,
        tally.heldOut,
        tally.optedOut,
        tally.inFlight,
        tally.answered,
        tally.heldOutAnswered,
      ],
    );
    return row!;
  }

  async #addReasons(tx: Transaction, campaignId: string, reasons: Tally['reasons']): Promise<void> {
    await tx.query(
      `insert into engagement.campaign_reasons as r (tenant_id, campaign_id, state, reason, recipients)
       select $1, $2, n.state, n.reason, n.change from unnest($3::text[], $4::text[], $5::integer[]) as n (state, reason, change)
       order by n.state, n.reason
       on conflict (tenant_id, campaign_id, state, reason) do update set recipients = r.recipients + excluded.recipients`,
      [
        tx.tenantId,
        campaignId,
        reasons.map(({ state }) => state),
        reasons.map(({ reason }) => reason),
        reasons.map(({ change }) => change),
      ],
    );
  }
}
