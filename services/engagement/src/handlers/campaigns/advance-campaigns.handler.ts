import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach } from '#service-kit';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { AdvanceCampaign } from './advance-campaign.step.js';
import { CampaignClock } from './clock.state.js';

/** Campaigns by which is seen of whom something is due. */
const LOOK = 500;

/** Campaigns that have something to do: tenants take turns, one turn of one campaign each. */
@Injectable()
export class AdvanceCampaignsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly campaigns: CampaignsRepository,
    private readonly advance: AdvanceCampaign,
    private readonly clock: CampaignClock,
  ) {}

  /** Until nothing is due. A process that ends in between leaves what it has not committed as it was. @returns how many turns */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let turns = 0;
    for (let isMore = true; isMore && !isStopped();) {
      const now = this.clock.now().toISOString();
      const tenants = await this.database.forSystem((tx) => this.campaigns.tenantsDue(tx, now, LOOK));
      const done = await forEach(tenants, async (tenantId) => (isStopped() ? 0 : this.#ofTenant(tenantId)));
      turns += done;
      isMore = done > 0;
    }
    return turns;
  }

  async #ofTenant(tenantId: string): Promise<number> {
    return this.database.forTenant(tenantId, async (tx) => {
      const now = this.clock.now();
      const campaign = await this.campaigns.takeDue(tx, now.toISOString());
      if (!campaign) return 0;
      await this.advance.execute(tx, campaign, now);
      return 1;
    });
  }
}
