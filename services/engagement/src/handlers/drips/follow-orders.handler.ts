import { Injectable } from '@nestjs/common';
import type { EventOf, orderChanged, OrderMilestone } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { entryKey } from '../../domain/campaigns/campaign.js';
import { EVENT_OF, milestonesIn } from '../../domain/campaigns/order-events.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { CampaignsRepository } from '../../persistence/campaigns/campaigns.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { EnrolContacts } from './enrol-contacts.step.js';

type OrderEvent = EventOf<typeof orderChanged>;

/** Contacts begin drips because they have ordered or paid, and leave drips because they have paid. */
@Injectable()
export class FollowOrdersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly campaigns: CampaignsRepository,
    private readonly drips: DripsRepository,
    private readonly audience: AudienceRepository,
    private readonly enrol: EnrolContacts,
    private readonly clock: CampaignClock,
  ) {}

  /** The same event again changes nothing, nor does another one by which an order comes to the same. @param events of one tenant, those of an order in their order */
  async execute(events: readonly OrderEvent[]): Promise<void> {
    const told = events.filter(({ data }) => data.contactId !== undefined && milestonesIn(data).length > 0);
    if (told.length === 0) return;
    await this.database.forTenant(told[0]!.tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, told);
      const drips = await this.#lockDrips(tx, fresh);
      for (const event of fresh) await this.#follow(tx, event.data, drips);
    });
  }

  /** All of them before the first is used, in one order for everybody. */
  async #lockDrips(tx: Transaction, events: readonly OrderEvent[]): Promise<Campaign[]> {
    const keys = new Set(events.flatMap(({ data }) => milestonesIn(data).map(keyOf)));
    const drips: Campaign[] = [];
    for (const { id } of await this.campaigns.enrolling(tx, [...keys])) {
      const campaign = await tx.rows(CampaignRow).lock(id);
      // It may have ended since it was found.
      if (campaign?.state === 'running' || campaign?.state === 'paused') drips.push(campaign);
    }
    return drips;
  }

  async #follow(tx: Transaction, data: OrderEvent['data'], drips: readonly Campaign[]): Promise<void> {
    const milestones = milestonesIn(data);
    const contactId = data.contactId!;
    const isPaid = milestones.includes('paid');
    const now = this.clock.now();
    if (isPaid) {
      const enteredBy = `${EVENT_OF.created}:${data.orderId}`;
      await this.drips.exitPaid(tx, contactId, { enteredBy, paidAt: data.at }, now.toISOString());
    }
    for (const milestone of milestones) {
      // Who has ordered and paid at once has nothing to do in a drip that ends with the payment.
      const takers = drips.filter(
        ({ enrolsOn, settings }) => enrolsOn === keyOf(milestone) && !(milestone === 'created' && isPaid && settings.exitOnPaid),
      );
      if (takers.length === 0) continue;
      const contacts = await this.audience.page(tx, { contactIds: [contactId] }, null, 1, now);
      const entry = { by: `${EVENT_OF[milestone]}:${data.orderId}` };
      for (const campaign of takers) await this.enrol.beginThose(tx, campaign, contacts, now, { entry });
    }
  }
}

const keyOf = (milestone: OrderMilestone): string => entryKey({ on: 'event', value: EVENT_OF[milestone] });
