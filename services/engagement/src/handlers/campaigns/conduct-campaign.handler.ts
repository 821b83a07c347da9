import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { judgeAct, type CampaignAct, type Frozen } from '../../domain/campaigns/campaign.js';
import { reachedOf } from '../../domain/campaigns/health.js';
import { firstTurn } from '../../domain/campaigns/timing.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { NumbersRepository } from '../../persistence/campaigns/numbers.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { SegmentRow } from '../../persistence/segments/segment.entity.js';
import { Audit } from '../audit/audit.step.js';
import { firstWalk, PublishDrip } from '../drips/publish-drip.step.js';
import { CampaignWake } from './campaign-wake.state.js';
import { faultsOf } from './campaigns.handler.js';
import { CampaignClock } from './clock.state.js';
import { WithdrawMessages } from './withdraw-messages.step.js';

const PAST: Readonly<Record<CampaignAct, string>> = { start: 'started', pause: 'paused', resume: 'resumed', cancel: 'cancelled' };

/** Somebody starts, pauses, resumes or cancels a campaign. What is so already stays so. */
@Injectable()
export class ConductCampaignHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly numbers: NumbersRepository,
    private readonly totals: TotalsRepository,
    private readonly audit: Audit,
    private readonly drips: DripsRepository,
    private readonly publishDrip: PublishDrip,
    private readonly withdraw: WithdrawMessages,
    private readonly clock: CampaignClock,
    private readonly wake: CampaignWake,
  ) {}

  /**
   * From the commit of a pause or a cancel on, nothing more is asked for. What was asked for before, a second's worth of the campaign's
   * pace at most, is taken back where it has not left.
   *
   * @throws {Problem} not_found, campaign_state, campaign_incomplete
   */
  async execute(tenantId: string, id: string, act: CampaignAct, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const campaign = await tx.rows(CampaignRow).lock(id);
      if (!campaign) throw Problem.notFound('campaign');
      const judgement = judgeAct(act, campaign.state);
      if (judgement === 'done') return;
      if (judgement === 'refuse') {
        throw new Problem(409, 'campaign_state', `The campaign is ${campaign.state}: it cannot be ${PAST[act]}.`);
      }
      const now = this.clock.now();
      const part = await (campaign.type === 'drip' ? this.#drip(tx, campaign, act, now) : this.#part(tx, campaign, act, by, now));
      await tx.rows(CampaignRow).change(id, { ...part, updatedAt: now.toISOString() });
      this.audit.append(tx, by, PAST[act], { type: 'campaign', id }, { state: campaign.state }, { state: part.state });
      tx.afterCommit(() => this.wake.wake());
    });
  }

  /** A drip's steps are due for each who is enrolled; turns of its own it has where it takes whoever comes into its segment. */
  async #drip(tx: Transaction, campaign: Campaign, act: CampaignAct, now: Date): Promise<Partial<Campaign>> {
    if (act === 'pause') return { state: 'paused', pauseReason: 'by_hand', dueAt: null };
    await this.drips.release(tx, campaign.id);
    if (act === 'cancel') return { state: 'cancelled', pauseReason: null, endedAt: now.toISOString(), dueAt: null };
    const dueAt = firstWalk(campaign, now);
    if (act === 'resume') return { state: 'running', pauseReason: null, dueAt };
    await this.publishDrip.execute(tx, campaign);
    return { state: 'running', startedAt: now.toISOString(), dueAt };
  }

  async #part(tx: Transaction, campaign: Campaign, act: CampaignAct, by: Actor, now: Date): Promise<Partial<Campaign>> {
    switch (act) {
      case 'start':
        return this.#start(tx, campaign, by, now);
      case 'pause':
        await this.withdraw.execute(tx, campaign);
        return { state: 'paused', pauseReason: 'by_hand', dueAt: null };
      case 'resume': {
        const first = firstTurn(campaign.frozen!.schedule, now.getTime());
        const isAhead = campaign.takenUntil === null && first > now.getTime();
        // What WhatsApp thinks of the number by now is what a fall is measured against, and failures of before count no more.
        const quality = (await this.numbers.find(tx, campaign.outletId))?.quality ?? null;
        const { failed, optedOut, ...totals } = (await this.totals.of(tx, [campaign.id])).get(campaign.id)!;
        const judged = { reached: reachedOf(totals), failed, optedOut };
        const frozen = { ...campaign.frozen!, quality, judged };
        return {
          state: isAhead ? 'scheduled' : 'running',
          pauseReason: null,
          frozen,
          dueAt: new Date(isAhead ? first : now.getTime()).toISOString(),
        };
      }
      case 'cancel':
        await this.withdraw.execute(tx, campaign);
        return { state: 'cancelled', pauseReason: null, endedAt: now.toISOString(), dueAt: now.toISOString() };
    }
  }

  async #start(tx: Transaction, campaign: Campaign, by: Actor, now: Date): Promise<Partial<Campaign>> {
    const { audience, message, settings, schedule } = campaign;
    if (!audience || !message) {
      const missing = !audience ? 'audience' : 'message';
      throw new Problem(422, 'campaign_incomplete', `The campaign has no ${missing} yet.`, [{ field: missing, message: 'is missing' }]);
    }
    // Nobody deletes it between this look and the start.
    const segment = 'segmentId' in audience ? await tx.rows(SegmentRow).lock(audience.segmentId) : undefined;
    if ('segmentId' in audience && !segment) {
      throw new Problem(422, 'campaign_incomplete', 'The segment of the campaign is gone.', [
        { field: 'audience.segmentId', message: 'there is no such segment' },
      ]);
    }
    if ('campaignId' in audience) {
      const faults = faultsOf(await tx.rows(CampaignRow).find(audience.campaignId));
      if (faults.length > 0) throw new Problem(422, 'campaign_incomplete', 'The audience of the campaign is gone.', faults);
    }
    const number = await this.numbers.find(tx, campaign.outletId);
    const frozen: Frozen = {
      audience,
      expression: segment?.expression ?? null,
      message,
      settings,
      schedule,
      quality: number?.quality ?? null,
      startedBy: by.id,
    };
    const first = firstTurn(schedule, now.getTime());
    const at = new Date(first).toISOString();
    return { state: first > now.getTime() ? 'scheduled' : 'running', frozen, startedAt: at, dueAt: at };
  }
}
