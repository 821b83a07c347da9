import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { ZoneClock } from '../../domain/campaigns/timing.js';
import { dueAfter, mayBeginAgainAt } from '../../domain/drips/drip.js';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { DripsRepository, type Entry, type LastTime } from '../../persistence/drips/drips.repository.js';
import type { AudienceContact } from '../../persistence/segments/audience.repository.js';

/** Contacts begin a drip, on its newest version. Whoever asks has locked the campaign. */
@Injectable()
export class EnrolContacts {
  constructor(
    private readonly drips: DripsRepository,
    private readonly numbers: NumbersRepository,
  ) {}

  /** @param contacts none of whom is under way @param entry what brings them in and may do so once; null: nothing of this kind */
  async begin(
    tx: Transaction,
    { id: campaignId }: Campaign,
    contacts: readonly AudienceContact[],
    now: Date,
    entry: Entry | null = null,
  ): Promise<void> {
    if (contacts.length === 0) return;
    const { version, steps } = (await this.drips.newest(tx, campaignId))!;
    const zones = new ZoneClock(await this.numbers.timeZone(tx));
    const who = contacts.map((contact) => {
      const due = zones.of(contact, 'due', (zone) => dueAfter(steps[0]!.delay, now.getTime(), zone));
      return { id: v7(), contactId: contact.id, dueAt: new Date(due).toISOString() };
    });
    await this.drips.begin(tx, { campaignId, version, at: now.toISOString(), entry }, who);
  }

  /**
   * Those of them begin who are not under way and whom the drip takes again.
   *
   * @param takesAgain whom it takes of those who have been through it @param entry as of {@link begin}
   */
  async beginThose(
    tx: Transaction,
    campaign: Campaign,
    contacts: readonly AudienceContact[],
    now: Date,
    { takesAgain = () => true, entry = null }: { takesAgain?: (last: LastTime) => boolean; entry?: Entry | null } = {},
  ): Promise<void> {
    const last = await this.drips.lastOf(
      tx,
      campaign.id,
      contacts.map(({ id }) => id),
    );
    const before = new Map(last.map((one) => [one.contactId, one]));
    const { reenrolAfterDays } = campaign.settings;
    const may = (one: LastTime): boolean =>
      one.state !== 'active' && mayBeginAgainAt(Date.parse(one.endedAt!), reenrolAfterDays) <= now.getTime() && takesAgain(one);
    const fresh = contacts.filter(({ id }) => !before.has(id) || may(before.get(id)!));
    await this.begin(tx, campaign, fresh, now, entry);
  }
}
