import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { holdsCode, type OutboundContent } from '#whatsapp';
import type { Submission } from '../../domain/sending/submission.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { SubmitMessageHandler, type SubmittedMessage } from './submit-message.handler.js';

/** A message that failed is sent again, as a new one. */
@Injectable()
export class RetryMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly submit: SubmitMessageHandler,
  ) {}

  /**
   * The failed one stays as it is, and the new one says in place of which it was sent. It is checked like any other message. Whoever asks
   * again gets the same new message: it is sent once.
   *
   * @throws {Problem} not_found, message_not_failed, message_of_group, otp_not_kept, and whatever a message is refused for
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<SubmittedMessage> {
    const message = await this.database.forTenant(tenantId, (tx) => this.messages.find(tx, id));
    if (!message) throw Problem.notFound('message');
    const { outletId, phone, userId, groupId, content, contextWamid } = message;
    if (groupId) throw new Problem(409, 'message_of_group', 'A message into a group is sent again in the conversation of the group.');
    if (holdsCode(content as unknown as OutboundContent)) {
      throw new Problem(409, 'otp_not_kept', 'A one-time code is not kept once it has left. Send another one.');
    }
    const submission: Submission = {
      outletId,
      // As at Meta, a phone wins over a user id.
      to: phone ? `+${phone}` : userId!,
      type: content.type,
      [content.type]: content[content.type],
      ...(contextWamid ? { contextWamid } : {}),
    };
    return this.submit.execute(tenantId, submission, message.class, { retry: { of: id, by } });
  }
}
