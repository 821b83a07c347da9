import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { Step } from '../../domain/drips/drip.js';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import type { DripStep } from '../../persistence/drips/drip-step.entity.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';

/** Versions of a drip that are kept, beside older ones on which somebody is under way. */
export const KEPT_VERSIONS = 50;

/** Makes a version of a drip's steps: new ones are enrolled in it, those under way stay on theirs, and {@link KEPT_VERSIONS} are kept. */
@Injectable()
export class PublishDrip {
  constructor(private readonly drips: DripsRepository) {}

  /** Whoever publishes has locked the campaign. @returns the number of the version @throws {Problem} campaign_incomplete */
  async execute(tx: Transaction, { id: campaignId, segmentId, enrolsOn }: Campaign): Promise<number> {
    const steps = await this.drips.steps(tx, campaignId);
    if (steps.length === 0) {
      throw new Problem(422, 'campaign_incomplete', 'The drip has no steps yet.', [{ field: 'steps', message: 'are missing' }]);
    }
    if (enrolsOn === 'segment' && segmentId === null) {
      throw new Problem(422, 'campaign_incomplete', 'The drip takes whoever comes into its segment, and has none.', [
        { field: 'audience.segmentId', message: 'is missing' },
      ]);
    }
    // Nobody deletes it between this look and the start.
    if (segmentId !== null && !(await tx.rows(SegmentRow).lock(segmentId))) {
      throw new Problem(422, 'campaign_incomplete', 'The segment of the drip is gone.', [
        { field: 'audience.segmentId', message: 'there is no such segment' },
      ]);
    }
    const version = ((await this.drips.newest(tx, campaignId))?.version ?? 0) + 1;
    await this.drips.publish(tx, campaignId, version, steps.map(asPublished));
    await this.drips.forgetVersions(tx, campaignId, version - KEPT_VERSIONS);
    return version;
  }
}

/** When a drip that runs from now on first looks who has come into its segment; null where it takes nobody by that. */
export const firstWalk = ({ enrolsOn }: Campaign, now: Date): string | null => (enrolsOn === 'segment' ? now.toISOString() : null);

/** What a version keeps of a step. */
export const asPublished = ({ id, stepNumber, delay, message, condition }: DripStep): Step => ({
  id,
  stepNumber,
  delay,
  message,
  condition,
});
