import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { AudienceRepository } from '../../persistence/segments/audience.repository.js';
import { EnrolContacts } from './enrol-contacts.step.js';

/** Contacts of a segment in one transaction. */
const PAGE = 500;
/** How often a segment is walked through, from its end to its next beginning. */
export const WALK_MS = 5 * 60_000;

/**
 * Who has come into the segment of a drip begins it: a page of the segment in a turn. Who came in is whoever is in it and was never in the
 * drip, or left the drip with the segment.
 */
@Injectable()
export class EnrolSegment {
  constructor(
    private readonly audience: AudienceRepository,
    private readonly enrol: EnrolContacts,
  ) {}

  /** @param campaign a drip, locked */
  async execute(tx: Transaction, campaign: Campaign, now: Date): Promise<void> {
    const { id, segmentId, takenUntil, enrolsOn } = campaign;
    if (campaign.state !== 'running' || segmentId === null || enrolsOn !== 'segment') {
      await tx.rows(CampaignRow).change(id, { dueAt: null, takenUntil: null });
      return;
    }
    const contacts = await this.audience.page(tx, { segmentId }, takenUntil, PAGE, now);
    await this.enrol.beginThose(tx, campaign, contacts, now, { takesAgain: ({ exitReason }) => exitReason === 'left_segment' });
    const isOver = contacts.length < PAGE;
    await tx.rows(CampaignRow).change(id, {
      takenUntil: isOver ? null : contacts.at(-1)!.id,
      dueAt: new Date(now.getTime() + (isOver ? WALK_MS : 0)).toISOString(),
    });
  }
}
