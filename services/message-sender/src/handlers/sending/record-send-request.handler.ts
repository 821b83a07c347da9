import { Injectable } from '@nestjs/common';
import type { EventOf, sendRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { normalRecipient } from '../../domain/queue/message.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { ReserveRoom } from '../gate/reserve-room.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

@Injectable()
export class RecordSendRequestHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly messages: MessagesRepository,
    private readonly erased: ErasedRepository,
    private readonly reserve: ReserveRoom,
    private readonly signal: DispatchSignal,
  ) {}

  /** Puts messages of one tenant into the queue; a message id that is there already stays as it is. What is to a forgotten customer goes nowhere. */
  async execute(tenantId: string, events: readonly EventOf<typeof sendRequested>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const conversationIds = events.flatMap(({ data }) => data.conversationId ?? []);
      const [fresh, erased] = await Promise.all([this.inbox.claimAll(tx, events), this.erased.heldAmong(tx, conversationIds)]);
      const messages = fresh
        .filter(({ data }) => data.conversationId === undefined || !erased.has(data.conversationId.toLowerCase()))
        .map(({ traceId, data: { messageId, to, windowExpiresAt, ...rest } }) => ({
          ...rest,
          id: messageId,
          to: normalRecipient(to),
          ...(windowExpiresAt && rest.content.type !== 'template' ? { windowUntil: windowExpiresAt } : {}),
          ...(traceId ? { traceId } : {}),
        }));
      if (messages.length === 0) return;
      if ((await this.messages.insert(tx, messages)) === 0) return;
      await this.reserve.execute(
        tx,
        messages.map(({ id }) => id),
      );
      tx.afterCommit(() => this.signal.wake());
    });
  }
}
