import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Frozen } from '../../domain/campaigns/campaign.js';
import { isHeldOut } from '../../domain/campaigns/hold-out.js';
import { emptyTally } from '../../domain/campaigns/tally.js';
import { turnIn, type ZoneClock } from '../../domain/campaigns/timing.js';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { RecipientsRepository } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { AudienceRepository, type Audience } from '../../persistence/segments/audience.repository.js';

/** Contacts taken in one transaction. */
const PAGE = 500;

/** Makes recipients of the contacts of a campaign's audience, page by page: where it stands is kept with the rows that it made. */
@Injectable()
export class TakeAudience {
  constructor(
    private readonly audience: AudienceRepository,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
  ) {}

  /** @param campaign locked @returns whether the whole audience is taken now */
  async page(tx: Transaction, campaign: Campaign, frozen: Frozen, zones: ZoneClock, now: Date): Promise<boolean> {
    const contacts = await this.audience.page(tx, audienceOf(frozen), campaign.takenUntil, PAGE, new Date(campaign.startedAt ?? now));
    const { settings, schedule } = frozen;
    const group = settings.holdOutScope === 'global' ? 'global' : campaign.id;
    const fresh = contacts.map((contact) => {
      const turn = zones.of(contact, 'turn', (zone) => turnIn(zone, { schedule, quietHours: settings.quietHours }, now.getTime()));
      return {
        contactId: contact.id,
        state: isHeldOut(tx.tenantId!, group, contact.id, settings.holdOutPercent) ? ('heldOut' as const) : ('queued' as const),
        dueAt: new Date(turn).toISOString(),
      };
    });
    const tally = emptyTally();
    for (const { state } of await this.recipients.insert(tx, campaign.id, fresh)) {
      tally.audience++;
      tally[state]++;
    }
    await this.totals.add(tx, campaign.id, tally);
    const isTaken = contacts.length < PAGE;
    await tx.rows(CampaignRow).change(campaign.id, { isTaken, takenUntil: contacts.at(-1)?.id ?? campaign.takenUntil });
    return isTaken;
  }
}

/** The rule of a segment stays as it was at the start, also where somebody changes the segment meanwhile. */
export const audienceOf = ({ audience, expression }: Frozen): Audience => (expression ? { expression: expression as never } : audience);
