import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { messageSubmitted, type SendClass } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { currentContext, MessageKeys, Problem } from '#service-kit';
import { outboundText, ownMediaIds } from '#whatsapp';
import { mediaProblems, readContent, readRecipient, type Submission } from '../../domain/sending/submission.js';
import { OwnMediaRepository } from '../../persistence/media/own-media.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

/**
 * Bytes of a content's JSON. The largest that WhatsApp takes are far below, and an event that carries one fits into a NATS message
 * (1 MiB) whatever else is in it.
 */
const MAX_CONTENT_BYTES = 256 * 1024;

@Injectable()
export class SubmitMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outbox: Outbox,
    private readonly outlets: OutletsRepository,
    private readonly keys: MessageKeys,
    private readonly messages: MessagesRepository,
    private readonly ownMedia: OwnMediaRepository,
    private readonly signal: DispatchSignal,
  ) {}

  /**
   * Takes a message of a program into the queue. With an idempotency key the same request again gets the same answer and sends nothing.
   *
   * @throws {Problem} validation_failed, content_too_large, not_found (the outlet), outlet_disabled, outlet_unconfirmed, idempotency_key_reused
   */
  async execute(
    tenantId: string,
    submission: Submission,
    sendClass: SendClass,
    idempotencyKey?: string,
  ): Promise<{ id: string; status: 'queued' }> {
    const to = readRecipient(submission.to);
    const { content, problems } = readContent(submission);
    const errors: { field: string; code: string; message: string }[] = [...problems];
    if (!to)
      errors.unshift({
        field: 'to',
        code: 'not_valid',
        message: 'must be an international phone number or a business-scoped user id',
      });
    if (!to || errors.length > 0) throw Problem.invalid(errors);
    if (Buffer.byteLength(JSON.stringify(content)) > MAX_CONTENT_BYTES) {
      throw new Problem(
        413,
        'content_too_large',
        `The content may have at most ${MAX_CONTENT_BYTES} bytes as JSON. Send files by id or link.`,
      );
    }
    const { outletId, contextWamid } = submission;
    const id = v7();
    return this.database.forTenant(tenantId, async (tx) => {
      const [outlet] = await this.outlets.find(tx, [outletId]);
      if (!outlet) throw Problem.notFound('outlet');
      if (idempotencyKey !== undefined) {
        const earlier = await this.keys.take(tx, idempotencyKey, { ...submission, class: sendClass }, id);
        if (earlier !== undefined) return { id: earlier, status: 'queued' };
      }
      const mediaIds = ownMediaIds(content);
      if (mediaIds.length > 0) {
        const stored = await this.ownMedia.stored(tx, mediaIds);
        const wrong = mediaProblems(content, new Map([...stored].map(([mediaId, { contentType }]) => [mediaId, contentType])));
        if (wrong.length > 0) throw Problem.invalid(wrong);
      }
      if (outlet.status === 'disabled') throw new Problem(409, 'outlet_disabled', 'The outlet is disabled; enable it to send.');
      if (outlet.status !== 'active') {
        throw new Problem(
          409,
          'outlet_unconfirmed',
          'The outlet’s number is not confirmed to be yours yet. The outlet says what is missing.',
        );
      }
      const { traceId } = currentContext() ?? {};
      const message = {
        id,
        outletId,
        to,
        class: sendClass,
        content,
        ...(contextWamid ? { contextWamid } : {}),
        ...(traceId ? { traceId } : {}),
      };
      await this.messages.insert(tx, [message]);
      this.outbox.append(tx, messageSubmitted, {
        messageId: id,
        outletId,
        to,
        type: content.type,
        text: outboundText(content),
        content: content as { type: string },
        ...(contextWamid ? { contextWamid } : {}),
        at: new Date().toISOString(),
      });
      tx.afterCommit(() => this.signal.wake());
      return { id, status: 'queued' };
    });
  }
}
