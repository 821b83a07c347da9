import { Injectable } from '@nestjs/common';
import type { checkoutAbandoned, EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { entryKey, type DripEvent } from '../../domain/campaigns/campaign.js';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { EnrolContacts } from './enrol-contacts.step.js';

const EVENT: DripEvent = 'checkout_abandoned';

/** Contacts begin drips because they have left a shop in the middle of buying. */
@Injectable()
export class EnrolAbandonedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly campaigns: CampaignsRepository,
    private readonly audience: AudienceRepository,
    private readonly enrol: EnrolContacts,
    private readonly clock: CampaignClock,
  ) {}

  /** The same event again enrols nobody, nor does another one of the same checkout. */
  async execute(event: EventOf<typeof checkoutAbandoned>): Promise<void> {
    const { contactId, checkoutId, link } = event.data;
    await this.database.forTenant(event.tenantId, async (tx) => {
      const drips = await this.campaigns.enrolling(tx, [entryKey({ on: 'event', value: EVENT })]);
      if (drips.length === 0 || !(await this.inbox.claim(tx, event))) return;
      const now = this.clock.now();
      const contacts = await this.audience.page(tx, { contactIds: [contactId] }, null, 1, now);
      for (const { id } of drips) {
        const campaign = await tx.rows(CampaignRow).lock(id);
        // It may have ended since it was found.
        if (campaign?.state !== 'running' && campaign?.state !== 'paused') continue;
        await this.enrol.beginThose(tx, campaign, contacts, now, { entry: { by: `${EVENT}:${checkoutId}`, checkoutLink: link } });
      }
    });
  }
}
