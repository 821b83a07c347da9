import { Injectable } from '@nestjs/common';
import { messageCancelled } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { ScheduleRepository, type CancelledMessage } from '../../persistence/schedule/schedule.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { TellRequester } from '../queue/tell-requester.step.js';

/** Takes back messages that have not left, with what each stood for: its unit, its place in a lane, and whoever waits to hear of it. */
@Injectable()
export class CancelMessages {
  constructor(
    private readonly schedule: ScheduleRepository,
    private readonly messages: MessagesRepository,
    private readonly outbox: Outbox,
    private readonly billing: BillingRepository,
    private readonly requester: TellRequester,
    private readonly signal: DispatchSignal,
  ) {}

  /** What waits behind them in their lanes may leave. @returns those that had not left */
  async execute(tx: Transaction, ids: readonly string[]): Promise<CancelledMessage[]> {
    const cancelled = await this.schedule.cancel(tx, ids);
    if (cancelled.length === 0) return [];
    await this.messages.maskCodes(
      tx,
      cancelled.map(({ id }) => id),
    );
    await this.billing.release(
      tx,
      cancelled.filter(({ was }) => was === 'queued').map(({ id }) => id),
    );
    const at = new Date().toISOString();
    for (const { id, was, outletId, conversationId, traceId, requestedBy } of cancelled) {
      const told = { messageId: id, ...(conversationId ? { conversationId } : {}), outletId, wasScheduled: was === 'scheduled', at };
      this.outbox.append(tx, messageCancelled, told, traceId ? { traceId } : {});
      this.requester.append(tx, requestedBy, { messageId: id, outletId, status: 'cancelled', errors: [], at }, traceId);
    }
    const lanes = [...new Set(cancelled.map(({ lane }) => lane))];
    if ((await this.messages.freeLanes(tx, lanes)) > 0) tx.afterCommit(() => this.signal.wake());
    return cancelled;
  }
}
