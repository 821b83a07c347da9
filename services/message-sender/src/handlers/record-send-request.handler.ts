import { Injectable } from '@nestjs/common';
import type { EventOf, sendRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { normalRecipient } from '../domain/message.js';
import { ErasedRepository } from '../persistence/erased.repository.js';
import { MessagesRepository } from '../persistence/messages.repository.js';
import { DispatchSignal } from './dispatch-signal.js';

@Injectable()
export class RecordSendRequestHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly messages: MessagesRepository,
    private readonly erased: ErasedRepository,
    private readonly signal: DispatchSignal,
  ) {}

  /** Puts the message into the queue; a message id that is there already stays as it is. What is to a forgotten customer goes nowhere. */
  async execute(event: EventOf<typeof sendRequested>): Promise<void> {
    await this.database.together(event.tenantId, async (tx) => {
      const { messageId, to, ...rest } = event.data;
      const [isNew, isErased] = await Promise.all([this.inbox.claim(tx, event), this.erased.holds(tx, rest.conversationId)]);
      if (!isNew || isErased) return;
      const traceId = event.traceId ? { traceId: event.traceId } : {};
      const queued = await this.messages.insert(tx, { ...rest, id: messageId, to: normalRecipient(to), ...traceId });
      if (queued) tx.afterCommit(() => this.signal.wake());
    });
  }
}
