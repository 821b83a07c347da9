import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests, type MessageChange } from '#messaging';
import { stateOf } from '../../domain/campaigns/outcome.js';
import type { StepOutcome } from '../../domain/drips/drip.js';
import { DailyPromotionsRepository } from '../../persistence/campaigns/daily-promotions.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { EnrolmentRow } from '../../persistence/drips/enrolment.entity.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { DRIP } from './advance-drips.handler.js';

const UNSENT: readonly StepOutcome[] = ['skipped', 'optedOut', 'failed'];
const ORDER: readonly StepOutcome[] = ['requested', 'sent', 'failed', 'delivered', 'read'];

/** What became of each step, by what the sender reports of its message. Whoever wants no promotions leaves the drip. */
@Injectable()
export class FollowDripsHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly drips: DripsRepository,
    private readonly promotions: DailyPromotionsRepository,
    private readonly clock: CampaignClock,
  ) {}

  onModuleInit(): void {
    this.requests.listen(DRIP, (tx, changes) => this.execute(tx, changes));
  }

  async execute(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    // In one order, as their locks are taken.
    for (const change of changes.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) await this.#follow(tx, change);
  }

  async #follow(tx: Transaction, change: MessageChange): Promise<void> {
    const [enrolmentId, number] = change.id.split('.') as [string, string];
    const told = stateOf(change);
    if (!told) return;
    const outcome = told.state as StepOutcome;
    // The enrolment first, as whoever advances it does.
    if (outcome === 'optedOut') await this.drips.exit(tx, enrolmentId, 'opted_out', this.clock.now().toISOString());
    const step = await this.drips.lockStep(tx, enrolmentId, Number(number));
    if (!step || step.messageId !== change.messageId || !movesOn(step.outcome, outcome)) return;
    await this.drips.settle(tx, enrolmentId, Number(number), outcome, told.reason);
    // What was counted once is given back once.
    if (step.capDay === null || step.outcome === 'failed' || !UNSENT.includes(outcome)) return;
    const enrolment = await tx.rows(EnrolmentRow).find(enrolmentId);
    if (enrolment) await this.promotions.giveBack(tx, [{ contactId: enrolment.contactId, day: step.capDay }]);
  }
}

/** Never back; what ended without leaving stays so. */
function movesOn(from: StepOutcome, to: StepOutcome): boolean {
  const [now, next] = [ORDER.indexOf(from), ORDER.indexOf(to)];
  if (now < 0) return false;
  return next < 0 ? now <= ORDER.indexOf('failed') : next > now;
}
