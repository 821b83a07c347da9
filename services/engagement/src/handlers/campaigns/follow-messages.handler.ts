import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests, type MessageChange } from '#messaging';
import { movesOn, stateOf, type RecipientState } from '../../domain/campaigns/outcome.js';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { DailyPromotionsRepository } from '../../persistence/campaigns/daily-promotions.repository.js';
import { RecipientsRepository, type LockedRecipient } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { CampaignWake } from './campaign-wake.state.js';
import { RECIPIENT } from './send-turns.step.js';

/** Where recipients stand, by what the sender reports of their messages. */
@Injectable()
export class FollowMessagesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
    private readonly promotions: DailyPromotionsRepository,
    private readonly wake: CampaignWake,
  ) {}

  onModuleInit(): void {
    this.requests.listen(RECIPIENT, (tx, changes) => this.execute(tx, changes));
  }

  async execute(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    const byCampaign = Map.groupBy(changes, ({ id }) => id.slice(0, id.indexOf('.')));
    // In one order, as their locks are taken.
    for (const campaignId of [...byCampaign.keys()].sort()) await this.#ofCampaign(tx, campaignId, byCampaign.get(campaignId)!);
    tx.afterCommit(() => this.wake.wake());
  }

  async #ofCampaign(tx: Transaction, campaignId: string, changes: readonly MessageChange[]): Promise<void> {
    const byContact = Map.groupBy(changes, ({ id }) => id.slice(campaignId.length + 1));
    const locked = await this.recipients.lock(tx, campaignId, [...byContact.keys()]);
    const tally = emptyTally();
    const moved = locked.flatMap((recipient) => {
      const end = endOf(recipient, byContact.get(recipient.contactId)!);
      if (!end) return [];
      move(tally, recipient.state, end.state);
      if (recipient.state === 'queued') tally.inFlight--;
      return [{ ...recipient, ...end }];
    });
    if (moved.length === 0) return;
    await this.recipients.change(tx, campaignId, moved);
    const unsent = moved.filter(({ state, capDay }) => capDay !== null && ['skipped', 'optedOut', 'failed'].includes(state));
    await this.promotions.giveBack(
      tx,
      unsent.map(({ contactId, capDay }) => ({ contactId, day: capDay! })),
    );
    await this.totals.add(tx, campaignId, tally);
  }
}

const REACHED: readonly RecipientState[] = ['sent', 'delivered', 'read'];

/** Where a recipient stands after all reports of a batch; undefined where none says anything new. */
function endOf(
  { state, messageId, hasAnswered }: LockedRecipient,
  changes: readonly MessageChange[],
): (Pick<LockedRecipient, 'state'> & { reason: string | null }) | undefined {
  let end: ReturnType<typeof stateOf>;
  for (const change of changes) {
    const reported = change.messageId === messageId ? stateOf(change) : undefined;
    // Their answer came before the report of what they answered.
    const told = reported && hasAnswered && REACHED.includes(reported.state) ? { ...reported, state: 'replied' as const } : reported;
    if (told && movesOn(end?.state ?? state, told.state)) end = told;
  }
  return end;
}
