import { Injectable } from '@nestjs/common';
import type { campaignMessagesWithdrawn, EventOf, Requester } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { requestedBy, TellRequester } from '../queue/tell-requester.step.js';
import { CancelMessages } from './cancel-messages.step.js';

/** Messages that another service asked for and takes back: what has not left does not leave. */
@Injectable()
export class WithdrawMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly cancelMessages: CancelMessages,
    private readonly requester: TellRequester,
  ) {}

  /**
   * The request of a message has the message's id, so that whichever of the two comes first is the one that counts: a request that has not
   * been read is marked as read, and its message never comes into the queue; of one that is just being read the end is waited for.
   */
  async execute(event: EventOf<typeof campaignMessagesWithdrawn>, requester: Requester): Promise<void> {
    const { outletId, messages } = event.data;
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const unread = await this.inbox.claimIds(
        tx,
        messages.map(({ messageId }) => messageId),
      );
      const at = new Date().toISOString();
      for (const { messageId, reference } of messages) {
        if (!unread.has(messageId)) continue;
        this.requester.append(tx, requestedBy(requester, reference), { messageId, outletId, status: 'cancelled', errors: [], at });
      }
      const read = messages.filter(({ messageId }) => !unread.has(messageId));
      if (read.length === 0) return;
      await this.cancelMessages.execute(
        tx,
        read.map(({ messageId }) => messageId),
      );
    });
  }
}
