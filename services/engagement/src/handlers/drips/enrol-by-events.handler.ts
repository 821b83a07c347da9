import { Injectable } from '@nestjs/common';
import type { contactChanged, EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { entryKey } from '../../domain/campaigns/campaign.js';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { EnrolContacts } from './enrol-contacts.step.js';

/** Contacts begin drips because they were made, or because they got a tag. */
@Injectable()
export class EnrolByEventsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly campaigns: CampaignsRepository,
    private readonly audience: AudienceRepository,
    private readonly enrol: EnrolContacts,
    private readonly clock: CampaignClock,
  ) {}

  /** The same event again enrols nobody. @param events of one tenant */
  async execute(events: readonly EventOf<typeof contactChanged>[]): Promise<void> {
    const told = events.filter(({ data }) => keysOf(data).length > 0);
    if (told.length === 0) return;
    await this.database.forTenant(told[0]!.tenantId, async (tx) => {
      const drips = await this.campaigns.enrolling(tx, [...new Set(told.flatMap(({ data }) => keysOf(data)))]);
      if (drips.length === 0) return;
      const fresh = await this.inbox.claimAll(tx, told);
      const now = this.clock.now();
      for (const { id, enrolsOn } of drips) {
        const contactIds = fresh.filter(({ data }) => keysOf(data).includes(enrolsOn)).map(({ data }) => data.contactId);
        const campaign = contactIds.length > 0 ? await tx.rows(CampaignRow).lock(id) : undefined;
        // It may have ended since it was found.
        if (campaign?.state !== 'running' && campaign?.state !== 'paused') continue;
        const contacts = await this.audience.page(tx, { contactIds }, null, contactIds.length, now);
        await this.enrol.beginThose(tx, campaign, contacts, now);
      }
    });
  }
}

/** What an event brings contacts in by. */
const keysOf = ({ change, addedTags = [] }: EventOf<typeof contactChanged>['data']): string[] => [
  ...(change === 'created' ? [entryKey({ on: 'event', value: 'contact_created' })] : []),
  ...addedTags.map((value) => entryKey({ on: 'tag', value })),
];
