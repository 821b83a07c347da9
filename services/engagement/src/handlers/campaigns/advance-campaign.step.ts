import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { PauseReason } from '../../domain/campaigns/campaign.js';
import { rateAt, refill } from '../../domain/campaigns/pace.js';
import { reachedOf, stopReason } from '../../domain/campaigns/health.js';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { ZoneClock } from '../../domain/campaigns/timing.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import type { CampaignTotals } from '../../persistence/campaigns/campaign-totals.entity.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { RecipientsRepository } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { Audit } from '../audit/audit.step.js';
import { EnrolSegment } from '../drips/enrol-segment.step.js';
import { SendTurns } from './send-turns.step.js';
import { TakeAudience } from './take-audience.step.js';
import { WithdrawMessages } from './withdraw-messages.step.js';

/** Recipients of a cancelled campaign in one transaction. */
const CANCELLED_AT_ONCE = 1_000;
/** How soon a campaign looks again that has more under way than its pace allows, and one that only waits for reports. */
const BUSY_MS = 200;
const QUIET_MS = 1_000;

const SYSTEM = { kind: 'system', id: null, address: null, requestId: null } as const;

/** One turn of a campaign: takes a page of its audience, asks for what its pace allows, and says when it has something to do again. */
@Injectable()
export class AdvanceCampaign {
  constructor(
    private readonly takeAudience: TakeAudience,
    private readonly sendTurns: SendTurns,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
    private readonly numbers: NumbersRepository,
    private readonly enrolSegment: EnrolSegment,
    private readonly withdraw: WithdrawMessages,
    private readonly audit: Audit,
  ) {}

  /** @param campaign locked, and due */
  async execute(tx: Transaction, campaign: Campaign, now: Date): Promise<void> {
    if (campaign.type === 'drip') return this.enrolSegment.execute(tx, campaign, now);
    if (campaign.state === 'cancelled') return this.#cancel(tx, campaign, now);
    if (campaign.state === 'scheduled') {
      await tx.rows(CampaignRow).change(campaign.id, { state: 'running' });
      return this.#run(tx, { ...campaign, state: 'running' }, now);
    }
    if (campaign.state === 'running') return this.#run(tx, campaign, now);
    await tx.rows(CampaignRow).change(campaign.id, { dueAt: null });
  }

  /** It stops by itself. @param campaign locked */
  async pause(tx: Transaction, campaign: Campaign, pauseReason: PauseReason, now: Date): Promise<void> {
    const { id, state } = campaign;
    await this.withdraw.execute(tx, campaign);
    await tx.rows(CampaignRow).change(id, { state: 'paused', pauseReason, dueAt: null, updatedAt: now.toISOString() });
    this.audit.append(tx, SYSTEM, 'paused', { type: 'campaign', id }, { state }, { state: 'paused', pauseReason });
  }

  async #run(tx: Transaction, campaign: Campaign, now: Date): Promise<void> {
    const frozen = campaign.frozen!;
    const { settings } = frozen;
    const [before, outlet, companyZone] = await Promise.all([
      this.totals.of(tx, [campaign.id]).then((found) => found.get(campaign.id)!),
      this.numbers.find(tx, campaign.outletId),
      this.numbers.timeZone(tx),
    ]);
    const signs = { ...before, reached: reachedOf(before), judged: frozen.judged, outlet, qualityAtStart: frozen.quality };
    const reason = stopReason(signs, settings.stopAtPercent);
    if (reason) {
      await this.pause(tx, campaign, reason, now);
      return;
    }
    const zones = new ZoneClock(companyZone);
    const isTaken = campaign.isTaken || (await this.takeAudience.page(tx, campaign, frozen, zones, now));
    const rate = rateAt(now.getTime() - Date.parse(campaign.startedAt!), settings);
    const purse = refill(
      { tokens: campaign.tokens, at: campaign.tokensAt === null ? null : Date.parse(campaign.tokensAt) },
      rate,
      now.getTime(),
    );
    // No more than a second's worth is ever under way: what a pause has to take back.
    const room = Math.floor(Math.min(purse.tokens, Math.max(1, rate) - before.inFlight));
    const { asked, turns } = await this.sendTurns.execute(tx, campaign, frozen, zones, now, room);
    const after = (await this.totals.of(tx, [campaign.id])).get(campaign.id)!;
    const isOver = isTaken && after.queued === 0;
    await tx.rows(CampaignRow).change(campaign.id, {
      tokens: purse.tokens - asked,
      tokensAt: now.toISOString(),
      updatedAt: now.toISOString(),
      ...(isOver
        ? { state: 'completed', endedAt: now.toISOString(), dueAt: null }
        : { dueAt: await this.#next(tx, campaign.id, after, now, { isTaken, isBusy: turns > 0 || room <= 0, rate }) }),
    });
    if (isOver)
      this.audit.append(tx, SYSTEM, 'completed', { type: 'campaign', id: campaign.id }, { state: 'running' }, { state: 'completed' });
  }

  async #next(
    tx: Transaction,
    campaignId: string,
    { queued, inFlight }: CampaignTotals,
    now: Date,
    { isTaken, isBusy, rate }: { isTaken: boolean; isBusy: boolean; rate: number },
  ): Promise<string> {
    const inMs = (ms: number): string => new Date(now.getTime() + ms).toISOString();
    if (!isTaken) return now.toISOString();
    if (queued === inFlight) return inMs(QUIET_MS);
    if (isBusy) return inMs(Math.max(BUSY_MS, 1_000 / rate));
    return (await this.recipients.nextTurn(tx, campaignId)) ?? inMs(QUIET_MS);
  }

  /** Nobody of those who wait gets anything any more. */
  async #cancel(tx: Transaction, campaign: Campaign, now: Date): Promise<void> {
    const waiting = await this.recipients.waiting(tx, campaign.id, CANCELLED_AT_ONCE);
    const skipped = { state: 'skipped', reason: 'cancelled', dueAt: null, messageId: null, releasedAt: null, capDay: null } as const;
    if (waiting.length > 0) {
      await this.recipients.take(
        tx,
        campaign.id,
        waiting.map((contactId) => ({ contactId, ...skipped })),
      );
      const tally = emptyTally();
      move(tally, { state: 'queued', reason: null }, skipped, waiting.length);
      await this.totals.add(tx, campaign.id, tally);
    }
    await tx.rows(CampaignRow).change(campaign.id, { dueAt: waiting.length === CANCELLED_AT_ONCE ? now.toISOString() : null });
  }
}
