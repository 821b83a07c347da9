import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';

/** Makes a version of a drip's steps: new ones are enrolled in it, those under way stay on theirs. */
@Injectable()
export class PublishDrip {
  constructor(private readonly drips: DripsRepository) {}

  /** Whoever publishes has locked the campaign. @returns the number of the version @throws {Problem} campaign_incomplete */
  async execute(tx: Transaction, campaignId: string): Promise<number> {
    const steps = await this.drips.steps(tx, campaignId);
    if (steps.length === 0) {
      throw new Problem(422, 'campaign_incomplete', 'The drip has no steps yet.', [{ field: 'steps', message: 'are missing' }]);
    }
    const version = ((await this.drips.newest(tx, campaignId))?.version ?? 0) + 1;
    const published = steps.map(({ id, stepNumber, delay, message, condition }) => ({ id, stepNumber, delay, message, condition }));
    await this.drips.publish(tx, campaignId, version, published);
    return version;
  }
}
