import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { ErasureRepository } from '../../persistence/campaigns/erasure.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';

/** A customer who is forgotten stays in the numbers of campaigns, as nobody: what they did was counted, and is nobody's any more. */
@Injectable()
export class EraseRecipients {
  constructor(
    private readonly erasure: ErasureRepository,
    private readonly totals: TotalsRepository,
  ) {}

  /** @returns in how many campaigns they were */
  async execute(tx: Transaction, contactIds: readonly string[]): Promise<number> {
    if (contactIds.length === 0) return 0;
    const erased = await this.erasure.anonymise(tx, contactIds);
    const byCampaign = Map.groupBy(erased, ({ campaignId }) => campaignId);
    for (const campaignId of [...byCampaign.keys()].sort()) {
      const tally = emptyTally();
      // Nobody will be found by the reports of what is under way.
      for (const { was } of byCampaign.get(campaignId)!.filter(({ wasInFlight }) => wasInFlight)) {
        move(tally, { state: was, reason: null }, { state: 'skipped', reason: 'contact_gone' });
        tally.inFlight--;
      }
      if (tally.inFlight !== 0) await this.totals.add(tx, campaignId, tally);
    }
    await this.erasure.forgetPromotions(tx, contactIds);
    return erased.length;
  }
}
