import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { EventEnvelope, MessageRequest, MessageState, Requester, SendClass } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { currentContext, MessageKeys, Problem, type Actor } from '#service-kit';
import { ownMediaIds, type OutboundContent } from '#whatsapp';
import { needsConsent } from '../../domain/gate/facts.js';
import { readSendAt } from '../../domain/schedule/send-at.js';
import { mediaProblems, readContent, readRecipient, type Submission } from '../../domain/sending/submission.js';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { OwnMediaRepository } from '../../persistence/media/own-media.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { RetriesRepository } from '../../persistence/sending/retries.repository.js';
import { Gate } from '../gate/gate.step.js';
import { refusalOf } from '../gate/refusal.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { requestedBy } from '../queue/tell-requester.step.js';
import { TellSubmitted } from '../queue/tell-submitted.step.js';
import { MessagesAudit } from '../schedule/audit.step.js';
import { WhenToSend } from '../schedule/when-to-send.step.js';
import { ComposeTemplateHandler, type Composed } from '../templates/compose-template.handler.js';

/**
 * Bytes of a content's JSON. The largest that WhatsApp takes are far below, and an event that carries one fits into a NATS message
 * (1 MiB) whatever else is in it.
 */
const MAX_CONTENT_BYTES = 256 * 1024;

export interface SubmittedMessage {
  id: string;
  /** Further than `queued` only of a retry that was asked for before. */
  status: MessageState;
  /** When it leaves, if it is scheduled. */
  sendAt?: string;
}

/** A message that is sent in place of one that failed, and who asked for it. */
export interface Retry {
  of: string;
  by: Actor;
}

/** A message that another service asked for by an event: it has its id already. */
export type Requested = EventEnvelope<MessageRequest> & { requester: Requester };

@Injectable()
export class SubmitMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outlets: OutletsRepository,
    private readonly keys: MessageKeys,
    private readonly messages: MessagesRepository,
    private readonly ownMedia: OwnMediaRepository,
    private readonly templates: ComposeTemplateHandler,
    private readonly retries: RetriesRepository,
    private readonly audit: MessagesAudit,
    private readonly whenToSend: WhenToSend,
    private readonly tell: TellSubmitted,
    private readonly gate: Gate,
    private readonly billing: BillingRepository,
    private readonly signal: DispatchSignal,
  ) {}

  /**
   * Takes a message of a program into the queue, or keeps it until its time comes. With an idempotency key the same request again gets the
   * same answer and sends nothing; so does the same event.
   *
   * @throws {Problem} validation_failed, content_too_large, not_found (the outlet), idempotency_key_reused, send_at_out_of_range, and the gate's
   *   codes
   */
  async execute(
    tenantId: string,
    asked: Submission,
    sendClass: SendClass,
    { idempotencyKey, retry, request }: { idempotencyKey?: string | undefined; retry?: Retry; request?: Requested } = {},
  ): Promise<SubmittedMessage> {
    const { sendAt: given, ...submission } = asked;
    const read = readRecipient(submission.to);
    const composed = submission.type === 'template' ? await this.#composed(tenantId, submission, read) : undefined;
    const isWritten = composed === undefined || ('template' in composed && composed.template !== undefined);
    const { content, problems } = isWritten
      ? readContent(composed === undefined ? submission : { ...submission, template: composed.template })
      : NOTHING;
    const errors: { field: string; code: string; message: string }[] = [...problems];
    const sendAt = given === undefined ? undefined : readSendAt(given);
    if (sendAt && 'problem' in sendAt) errors.push(sendAt.problem);
    if ('advice' in read) throw Problem.invalid([{ field: 'to', code: 'not_valid', message: read.advice }, ...errors]);
    if (errors.length > 0 || (sendAt && 'problem' in sendAt)) throw Problem.invalid(errors);
    const to = read.recipient;
    if (Buffer.byteLength(JSON.stringify(content)) > MAX_CONTENT_BYTES) {
      throw new Problem(
        413,
        'content_too_large',
        `The content may have at most ${MAX_CONTENT_BYTES} bytes as JSON. Send files by id or link.`,
      );
    }
    const { contextWamid, purpose } = submission;
    const id = request?.data.messageId.toLowerCase() ?? v7();
    return this.database.forTenant(tenantId, async (tx) => {
      if (request && !(await this.inbox.claim(tx, request))) return answerOf(id, undefined);
      const outlet = await this.outlets.findSending(tx, submission.outletId);
      if (!outlet) throw Problem.notFound('outlet');
      if (idempotencyKey !== undefined) {
        const earlier = await this.keys.take(tx, idempotencyKey, { ...asked, class: sendClass }, id);
        if (earlier !== undefined) return answerOf(earlier, await this.messages.sendAtOf(tx, earlier));
      }
      const retried = retry && (await this.#retried(tx, retry.of));
      if (retried) return retried;
      // What is wrong is said after the key is looked at: the same request again gets the same answer, whatever has changed.
      if (composed && 'problem' in composed) throw composed.problem;
      const leavesAt = sendAt && (await this.whenToSend.of(tx, sendAt, to));
      const at = leavesAt === undefined ? {} : { at: new Date(leavesAt) };
      const wish = { outlet, to, purpose, class: sendClass, template: composed?.facts, ...at };
      const verdict = await this.gate.decide(tx, wish);
      if (verdict.decision === 'deny') throw refusalOf(verdict, composed?.facts);
      const mediaIds = ownMediaIds(content);
      if (mediaIds.length > 0) {
        const stored = await this.ownMedia.stored(tx, mediaIds);
        const wrong = mediaProblems(content, new Map([...stored].map(([mediaId, { contentType }]) => [mediaId, contentType])));
        if (wrong.length > 0) throw Problem.invalid(wrong);
      }
      const { traceId } = currentContext() ?? {};
      const message = {
        id,
        // As it is stored: an id may be written in capitals, and the lane is of one outlet.
        outletId: outlet.id,
        to,
        class: sendClass,
        content,
        needsConsent: needsConsent({ purpose, class: sendClass, template: composed?.facts }),
        ...(composed === undefined && verdict.windowExpiresAt ? { windowUntil: verdict.windowExpiresAt } : {}),
        ...(contextWamid ? { contextWamid } : {}),
        ...(traceId ? { traceId } : {}),
      };
      // What waits for its time gets its unit when it comes into the queue.
      if (verdict.quota !== null && leavesAt === undefined && (await this.billing.reserve(tx, [id])).size > 0) {
        throw refusalOf(await this.gate.decide(tx, wish), composed?.facts);
      }
      const asker = request && requestedBy(request.requester, request.data.reference);
      const row = { ...message, sendAt: leavesAt, retryOf: retry?.of, requestedBy: asker, expiresAt: request?.data.expiresAt };
      if ((await this.messages.insert(tx, [row])) === 0) return answerOf(id, leavesAt);
      if (retry) this.audit.append(tx, retry.by, 'retried', { type: 'message', id: retry.of }, null, { messageId: id });
      if (leavesAt === undefined) {
        this.tell.append(tx, { ...message, retryOf: retry?.of });
        tx.afterCommit(() => this.signal.wake());
      }
      return answerOf(id, leavesAt);
    });
  }

  /** @returns the message that was sent in place of this one before, as it stands @throws {Problem} not_found, message_not_failed */
  async #retried(tx: Transaction, id: string): Promise<SubmittedMessage | null> {
    const found = await this.retries.hold(tx, id);
    if (!found) throw Problem.notFound('message');
    if (found.state === 'failed') return found.retriedBy;
    throw new Problem(409, 'message_not_failed', 'Only a message that failed can be sent again.');
  }

  async #composed(tenantId: string, submission: Submission, read: ReturnType<typeof readRecipient>): Promise<Composed> {
    const { phone, userId } = 'recipient' in read ? read.recipient : {};
    const contact = phone ? { phone } : userId ? { userId } : undefined;
    return this.templates.execute(tenantId, submission.outletId.toLowerCase(), submission.template, contact);
  }
}

const answerOf = (id: string, sendAt: string | undefined): SubmittedMessage =>
  sendAt === undefined ? { id, status: 'queued' } : { id, status: 'scheduled', sendAt };

const NOTHING = { content: { type: 'template' } as unknown as OutboundContent, problems: [] };
