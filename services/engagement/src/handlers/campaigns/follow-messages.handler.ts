import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests, type MessageChange } from '#messaging';
import { movesOn, stateOf, type RecipientState } from '../../domain/campaigns/outcome.js';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { DailyPromotionsRepository } from '../../persistence/campaigns/daily-promotions.repository.js';
import { RecipientsRepository, type LockedRecipient } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { CampaignWake } from './campaign-wake.state.js';
import { CampaignClock } from './clock.state.js';
import { RECIPIENT } from './send-turns.step.js';

/** Where recipients stand, by what the sender reports of their messages. */
@Injectable()
export class FollowMessagesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
    private readonly promotions: DailyPromotionsRepository,
    private readonly clock: CampaignClock,
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
    // The campaign first, as whoever sends its turns does: one that is cancelled meanwhile asks for nobody again.
    const isTakenBack = changes.some(({ status }) => status === 'cancelled');
    const campaign = isTakenBack ? await tx.rows(CampaignRow).lock(campaignId) : undefined;
    const goesOn = campaign !== undefined && campaign.state !== 'cancelled';
    const locked = await this.recipients.lock(tx, campaignId, [...byContact.keys()]);
    const tally = emptyTally();
    const again = locked.filter((recipient) => goesOn && isBack(recipient, byContact.get(recipient.contactId)!));
    if (again.length > 0) await this.#again(tx, campaign!, again);
    tally.inFlight -= again.length;
    const moved = locked.flatMap((recipient) => {
      if (again.includes(recipient)) return [];
      const end = endOf(recipient, byContact.get(recipient.contactId)!);
      if (!end) return [];
      move(tally, recipient, end);
      if (recipient.state === 'queued') tally.inFlight--;
      return [{ ...recipient, ...end }];
    });
    if (moved.length === 0 && again.length === 0) return;
    if (moved.length > 0) await this.recipients.change(tx, campaignId, moved);
    const unsent = moved.filter(({ state }) => ['skipped', 'optedOut', 'failed'].includes(state));
    await this.promotions.giveBack(
      tx,
      [...unsent, ...again].flatMap(({ contactId, capDay }) => (capDay === null ? [] : [{ contactId, day: capDay }])),
    );
    await this.totals.add(tx, campaignId, tally);
  }

  /** Whose message was taken back by a pause gets another one when the campaign goes on. */
  async #again(tx: Transaction, { id, state }: Campaign, recipients: readonly LockedRecipient[]): Promise<void> {
    const now = this.clock.now().toISOString();
    await this.recipients.requeue(
      tx,
      id,
      recipients.map(({ contactId }) => contactId),
      now,
    );
    // It went on before it heard of them, and may be waiting for the next morning.
    if (state === 'running') await tx.rows(CampaignRow).change(id, { dueAt: now });
  }
}

/** Whether the message was taken back before it left, because the campaign wanted it so. */
const isBack = ({ state, messageId, isWithdrawn }: LockedRecipient, changes: readonly MessageChange[]): boolean =>
  isWithdrawn && state === 'queued' && changes.some((change) => change.messageId === messageId && change.status === 'cancelled');

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
