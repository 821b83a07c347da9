import { Injectable } from '@nestjs/common';
import { messageCancelled } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem, type Actor } from '#service-kit';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { ScheduleRepository } from '../../persistence/schedule/schedule.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { TellRequester } from '../queue/tell-requester.step.js';
import { MessagesAudit } from './audit.step.js';

/** Somebody takes back a message that has not left. */
@Injectable()
export class CancelMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly schedule: ScheduleRepository,
    private readonly messages: MessagesRepository,
    private readonly outbox: Outbox,
    private readonly audit: MessagesAudit,
    private readonly billing: BillingRepository,
    private readonly requester: TellRequester,
    private readonly signal: DispatchSignal,
  ) {}

  /**
   * From the commit on it does not leave. Of a cancel and a claim that meet, one wins: the claim marks the message before its request is
   * written. Cancelling again changes nothing. What waits behind it in its lane may leave.
   *
   * @throws {Problem} not_found, message_left
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const cancelled = await this.schedule.cancel(tx, id);
      if (!cancelled) {
        const message = await this.messages.find(tx, id);
        if (!message) throw Problem.notFound('message');
        if (message.status === 'cancelled') return;
        throw new Problem(409, 'message_left', 'The message is on its way to WhatsApp or has been there: it cannot be taken back.');
      }
      await this.messages.maskCodes(tx, [id]);
      const { was, lane, outletId, conversationId, traceId, requestedBy } = cancelled;
      if (was === 'queued') await this.billing.release(tx, [id]);
      this.outbox.append(
        tx,
        messageCancelled,
        {
          messageId: id,
          ...(conversationId ? { conversationId } : {}),
          outletId,
          wasScheduled: was === 'scheduled',
          at: new Date().toISOString(),
        },
        traceId ? { traceId } : {},
      );
      this.requester.append(
        tx,
        requestedBy,
        { messageId: id, outletId, status: 'cancelled', errors: [], at: new Date().toISOString() },
        traceId,
      );
      this.audit.append(tx, by, 'cancelled', { type: 'message', id }, { status: was }, { status: 'cancelled' });
      if ((await this.messages.freeLanes(tx, [lane])) > 0) tx.afterCommit(() => this.signal.wake());
    });
  }
}
