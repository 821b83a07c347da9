import { Injectable } from '@nestjs/common';
import { templateChanged, type EventOf } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { TemplatesRepository, type Template, type TemplateMove } from '../../persistence/templates/templates.repository.js';
import { TellHolds } from '../holds/tell-holds.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

/** No pause ends in an approval any more, after these. */
const NO_MORE = ['DELETED', 'DISABLED', 'REJECTED'];

type Change = Pick<EventOf<typeof templateChanged>['data'], 'change' | 'from' | 'to' | 'reason' | 'effectiveAt'>;

/** What follows from another status, quality or category of a template, however it became known: others hear of it, and its queue stops or goes on. */
@Injectable()
export class FollowChanges {
  constructor(
    private readonly outbox: Outbox,
    private readonly templates: TemplatesRepository,
    private readonly holds: HoldsRepository,
    private readonly tell: TellHolds,
    private readonly dispatch: DispatchSignal,
  ) {}

  /** @param at when WhatsApp changed it, or when we read that it had */
  async execute(tx: Transaction, move: TemplateMove, at: string): Promise<void> {
    const { id: templateId, wabaId, name, language } = move;
    for (const change of changesOf(move)) {
      this.outbox.append(tx, templateChanged, { templateId, wabaId, name, language, ...change, at });
    }
    if (move.before.status !== move.after.status) await this.holdOrLift(tx, move, move.after.status);
  }

  /**
   * What is queued of a paused template waits instead of being refused one by one, unless another language of it may still go: a hold is by
   * name. An approval lets it go on, and so does its end.
   */
  async holdOrLift(tx: Transaction, { wabaId, name, id }: Pick<Template, 'wabaId' | 'name' | 'id'>, status: string): Promise<void> {
    const key = `${wabaId}:${name}`;
    if (status === 'APPROVED') {
      const ended = await this.holds.endOfTemplate(tx, key);
      this.tell.ended(tx, ended);
      if (ended.length > 0) tx.afterCommit(() => this.dispatch.wake());
      return;
    }
    if (NO_MORE.includes(status)) return this.gone(tx, wabaId, [name]);
    if (status !== 'PAUSED') return;
    const others = (await this.templates.named(tx, wabaId, name)).filter((row) => row.id !== id && row.status === 'APPROVED');
    if (others.length > 0) return;
    // Its admins hear of the pause by the change of the template: the hold is no news of its own.
    await this.holds.put(
      tx,
      [
        {
          scope: 'template',
          key,
          kind: 'stop',
          code: '132015',
          title: 'Template paused',
          advice: 'WhatsApp has paused the template, because customers blocked or reported it. It goes on when WhatsApp lifts the pause.',
        },
      ],
      false,
    );
  }

  /** What is queued of templates that are gone waits no longer: WhatsApp says of each message why it fails. */
  async gone(tx: Transaction, wabaId: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    const ended = await this.holds.endOfGone(tx, wabaId, names);
    this.tell.ended(tx, ended);
    if (ended.length > 0) tx.afterCommit(() => this.dispatch.wake());
  }
}

function changesOf({ before, after }: TemplateMove): Change[] {
  const changes: Change[] = [];
  if (before.status !== after.status) {
    const reason = after.rejectionReason === null ? {} : { reason: after.rejectionReason };
    changes.push({ change: 'status', from: before.status, to: after.status, ...reason });
  }
  if (before.quality !== after.quality) changes.push({ change: 'quality', from: before.quality, to: after.quality });
  if (before.category !== after.category) changes.push({ change: 'category', from: before.category, to: after.category });
  if (after.nextCategory !== null && before.nextCategory !== after.nextCategory) {
    changes.push({ change: 'category_announced', from: after.category, to: after.nextCategory, effectiveAt: after.nextCategoryAt });
  }
  return changes;
}
