import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable, isRetryable, TenantDatabase } from '#database';
import { inTurns, Logger } from '#service-kit';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { AdvanceCampaign } from './advance-campaign.step.js';
import { CampaignClock } from './clock.state.js';

/** When one is looked at again whose cancelling failed. */
const LATER_MS = 60_000;

/** Campaigns that have something to do: tenants take turns, one turn of one campaign each. */
@Injectable()
export class AdvanceCampaignsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly campaigns: CampaignsRepository,
    private readonly advance: AdvanceCampaign,
    private readonly clock: CampaignClock,
    private readonly logger: Logger,
  ) {}

  /** Until nothing is due. A process that ends in between leaves what it has not committed as it was. @returns how many turns */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.campaigns.tenantsDue(tx, this.clock.now().toISOString())),
      (tenantId) => this.#ofTenant(tenantId),
      isStopped,
    );
  }

  async #ofTenant(tenantId: string): Promise<number> {
    let campaignId: string | undefined;
    try {
      return await this.database.forTenant(tenantId, async (tx) => {
        const now = this.clock.now();
        const campaign = await this.campaigns.takeDue(tx, now.toISOString());
        if (!campaign) return 0;
        campaignId = campaign.id;
        await this.advance.execute(tx, campaign, now);
        return 1;
      });
    } catch (error) {
      if (campaignId === undefined || isDatabaseUnavailable(error) || isRetryable(error)) throw error;
      await this.#setAside(tenantId, campaignId);
      this.logger.error('a turn of a campaign failed', error as Error, { tenantId, campaignId });
      return 1;
    }
  }

  /** One whose turn fails would be the first again and again: the others of the tenant go on without it. */
  async #setAside(tenantId: string, campaignId: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const campaign = await tx.rows(CampaignRow).lock(campaignId);
      if (!campaign) return;
      const now = this.clock.now();
      if (campaign.state === 'cancelled') {
        await tx.rows(CampaignRow).change(campaignId, { dueAt: new Date(now.getTime() + LATER_MS).toISOString() });
        return;
      }
      if (campaign.state === 'running' || campaign.state === 'scheduled') await this.advance.pause(tx, campaign, 'went_wrong', now);
    });
  }
}
