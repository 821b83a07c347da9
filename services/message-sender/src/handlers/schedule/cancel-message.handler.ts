import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { MessagesAudit } from './audit.step.js';
import { CancelMessages } from './cancel-messages.step.js';

/** Somebody takes back a message that has not left. */
@Injectable()
export class CancelMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly cancelMessages: CancelMessages,
    private readonly audit: MessagesAudit,
  ) {}

  /**
   * From the commit on it does not leave. Of a cancel and a claim that meet, one wins: the claim marks the message before its request is
   * written. Cancelling again changes nothing.
   *
   * @throws {Problem} not_found, message_left
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const [cancelled] = await this.cancelMessages.execute(tx, [id]);
      if (!cancelled) {
        const message = await this.messages.find(tx, id);
        if (!message) throw Problem.notFound('message');
        if (message.status === 'cancelled') return;
        throw new Problem(409, 'message_left', 'The message is on its way to WhatsApp or has been there: it cannot be taken back.');
      }
      this.audit.append(tx, by, 'cancelled', { type: 'message', id }, { status: cancelled.was }, { status: 'cancelled' });
    });
  }
}
