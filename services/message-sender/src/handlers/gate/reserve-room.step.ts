import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CAP_REACHED, QUOTA_EXCEEDED } from '../../domain/gate/leaving.js';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';

/** A unit of the plan for messages that are in the queue in this transaction and of which nobody could be told no before. */
@Injectable()
export class ReserveRoom {
  constructor(
    private readonly billing: BillingRepository,
    private readonly messages: MessagesRepository,
    private readonly announce: AnnounceStatus,
  ) {}

  /** Those for which the plan has no room fail here, and whoever wrote them is told why. Nothing is locked where no plan binds. */
  async execute(tx: Transaction, ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !(await this.billing.isLimited(tx))) return;
    const refused = await this.billing.reserve(tx, [...new Set(ids.map((id) => id.toLowerCase()))]);
    if (refused.size === 0) return;
    const queued = (await this.messages.lock(tx, [...refused])).filter(({ state }) => state === 'queued');
    const why = (await this.billing.spendingCap(tx)) === null ? QUOTA_EXCEEDED : CAP_REACHED;
    const failed = queued.map((message) => ({ ...message, state: 'failed' as const, failed: true, errors: [why] }));
    await this.messages.save(tx, failed);
    for (const message of failed) this.announce.append(tx, message);
  }
}
