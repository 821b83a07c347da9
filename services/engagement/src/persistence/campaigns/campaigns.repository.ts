import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, tenantsDue, type Transaction } from '#database';
import type { CampaignState, CampaignType } from '../../domain/campaigns/campaign.js';
import { CampaignRow, type Campaign } from './campaign.entity.js';

const COLUMNS = columnsOf(CampaignRow);

const DUE = { table: 'engagement.campaigns', at: 'due_at', waiting: 'due_at is not null' };

@Injectable()
export class CampaignsRepository {
  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The campaign of the tenant that is longest due. One that somebody is just changing, or that another process works on, is passed over. */
  async takeDue(tx: Transaction, now: string): Promise<Campaign | undefined> {
    const [row] = await tx.query<Campaign>(
      `select ${COLUMNS} from engagement.campaigns where tenant_id = $1 and due_at <= $2 order by due_at limit 1 for no key update skip locked`,
      [tx.tenantId, now],
    );
    return row;
  }

  /** Whether a campaign that has started and not ended is for this segment. */
  async isForSegment(tx: Transaction, segmentId: string): Promise<boolean> {
    const rows = await tx.query(
      `select from engagement.campaigns where tenant_id = $1 and segment_id = $2
         and state in ('scheduled', 'running', 'paused') limit 1`,
      [tx.tenantId, segmentId],
    );
    return rows.length > 0;
  }

  /** Drips that have started and not ended, into which one of these brings contacts. @param keys as `entryKey` makes them */
  async enrolling(tx: Transaction, keys: readonly string[]): Promise<{ id: string; enrolsOn: string }[]> {
    return tx.query(
      `select id, enrols_on as "enrolsOn" from engagement.campaigns
       where tenant_id = $1 and enrols_on = any($2) and enrols_on is not null and state in ('running', 'paused') order by id`,
      [tx.tenantId, keys],
    );
  }

  /** The newest first. */
  async page(
    tx: Transaction,
    { type, state, before }: { type?: CampaignType | undefined; state?: CampaignState | undefined; before?: string | undefined },
    limit: number,
  ): Promise<Campaign[]> {
    return tx.query<Campaign>(
      `select ${COLUMNS} from engagement.campaigns where tenant_id = $1 and ${idBefore('id', '$2')}
         and ($3::text is null or type = $3) and ($4::text is null or state = $4) order by id desc limit $5`,
      [tx.tenantId, before ?? null, type ?? null, state ?? null, limit],
    );
  }
}
