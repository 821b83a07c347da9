import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { MessageKeys, Problem, type Identity } from '#service-kit';
import { MEDIA_LIMITS, ownMediaIds, type OutboundContent } from '#whatsapp';
import { v7 } from 'uuid';
import { TemplatesClient } from '../../clients/messages/templates.client.js';
import { contentOf, draftProblems, isMedia, isTurn, needsWindow, wordsOf, type Draft } from '../../domain/messages/draft.js';
import { isForGroups } from '../../domain/groups/group.js';
import { recipientOf, type Message } from '../../domain/threads/message.js';
import { isWindowOpen } from '../../domain/threads/service-window.js';
import { storableText } from '../../domain/threads/stored-content.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';
import { callerOf } from '../activities/activities.step.js';
import { ChangeOfHands } from '../ownership/change-of-hands.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { Said } from '../threads/said.step.js';

/** Larger content would not fit into an event together with its envelope. */
const MAX_CONTENT_BYTES = 256 * 1024;

/** A person, or a program with an API key, writes to the customer, and thereby takes the conversation over from the bot. */
@Injectable()
export class SendAgentMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
    private readonly media: MediaRepository,
    private readonly keys: MessageKeys,
    private readonly hands: ChangeOfHands,
    private readonly said: Said,
    private readonly live: LiveLog,
    private readonly templates: TemplatesClient,
  ) {}

  /**
   * With an idempotency key the same request again gets the same answer, even when the window has closed since, and sends nothing.
   *
   * @throws {Problem} validation_failed, content_too_large, not_found, window_closed, type_not_for_groups, media_not_stored, media_type_mismatch,
   *   idempotency_key_reused, template_not_found, template_not_approved, service_unavailable
   */
  async execute(tenantId: string, conversationId: string, caller: Identity, draft: Draft, idempotencyKey?: string): Promise<Message> {
    const problems = draftProblems(draft);
    if (problems.length > 0) throw Problem.invalid(problems);
    if (Buffer.byteLength(JSON.stringify(draft)) > MAX_CONTENT_BYTES) {
      throw new Problem(413, 'content_too_large', `The message may have at most ${MAX_CONTENT_BYTES} bytes as JSON.`);
    }
    const written = draft.type === 'template' ? await this.#composed(tenantId, conversationId, draft) : { draft };
    const id = v7();
    return this.database.forTenant(tenantId, async (tx) => {
      if (idempotencyKey !== undefined) {
        const earlier = await this.#earlier(tx, idempotencyKey, [conversationId.toLowerCase(), draft], id);
        if (earlier) return earlier;
      }
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw Problem.notFound('conversation');
      if (conversation.groupId && !isForGroups(draft.type)) throw notForGroups(draft.type);
      const now = new Date();
      if (needsWindow(draft) && !isWindowOpen(conversation.windowExpiresAt, now)) throw windowClosed(conversation.windowExpiresAt);
      // Said after the key is looked at: the same request again gets the same answer, whatever has become of the template.
      if ('problem' in written) throw written.problem;
      const { content, contextWamid } = await this.#compose(tx, conversationId, written.draft);

      const { outletId, contactId } = conversation;
      const isSpoken = isTurn(draft);
      const by = caller.kind === 'user' ? { agentId: caller.subject } : {};
      if (isSpoken) await this.hands.apply(tx, conversation, { kind: 'write', ...by }, 'agent_wrote', callerOf(caller));
      const author = caller.kind === 'user' ? 'agent' : 'api';
      const words = wordsOf(content);
      const text = words === undefined ? undefined : storableText(words);
      const { type } = content;
      const at = now.toISOString();
      const seq = await this.messages.appendAgentMessage(tx, {
        id,
        conversationId,
        author,
        authorId: caller.subject,
        type,
        text,
        content: contextWamid === undefined ? content : { ...content, context: { id: contextWamid } },
        isTurn: isSpoken,
        at,
      });
      const message = { id, seq, direction: 'outbound', author, type, ...(text ? { text } : {}), status: 'queued', at } as const;
      this.said.append(
        tx,
        { conversationId, outletId, contactId, message },
        {
          to: recipientOf(conversation),
          content: content as { type: string },
          windowExpiresAt: conversation.windowExpiresAt,
          ...(contextWamid === undefined ? {} : { contextWamid }),
        },
      );
      // What it is on looks different from now on.
      if (draft.type === 'reaction')
        this.live.append(tx, { outletId, conversationId, kind: 'status', refId: draft.messageId!.toLowerCase() });
      return (await this.messages.find(tx, id))!;
    });
  }

  /** Before the conversation is locked: the template may have to be asked for at WhatsApp. */
  async #composed(tenantId: string, conversationId: string, draft: Draft): Promise<{ draft: Draft } | { problem: Problem }> {
    const conversation = await this.database.forTenant(tenantId, (tx) => this.conversations.find(tx, conversationId));
    if (!conversation) throw Problem.notFound('conversation');
    const { outletId, contactId } = conversation;
    const template = draft.template as Record<string, unknown>;
    const composed = await this.templates.compose(tenantId, { outletId, contactId, template });
    if (composed) return 'problem' in composed ? composed : { draft: { ...draft, template: composed.template } };
    // WhatsApp decides, as it does in any case.
    if (template.templateId === undefined && template.parameters === undefined) return { draft };
    const detail = 'The service that knows the templates does not answer; try again shortly.';
    return { problem: new Problem(503, 'service_unavailable', detail) };
  }

  /** What leaves, now that it can be looked up what the draft refers to. */
  async #compose(tx: Transaction, conversationId: string, draft: Draft): Promise<{ content: OutboundContent; contextWamid?: string }> {
    const targets = { messageId: draft.messageId?.toLowerCase(), replyToMessageId: draft.replyToMessageId?.toLowerCase() };
    const ids = Object.values(targets).filter((id) => id !== undefined);
    const wamids = ids.length > 0 ? await this.messages.wamidsOf(tx, conversationId, ids) : new Map<string, string>();
    const missing = Object.entries(targets).filter(([, id]) => id !== undefined && !wamids.has(id));
    if (missing.length > 0) {
      throw Problem.invalid(
        missing.map(([field]) => ({ field, message: `${field} must be a message of this conversation that WhatsApp has accepted` })),
      );
    }
    const file = await this.#fileOf(tx, draft);
    const content = contentOf(draft, {
      ...(targets.messageId ? { targetWamid: wamids.get(targets.messageId)! } : {}),
      ...(file?.filename ? { filename: file.filename } : {}),
    });
    return { content, ...(targets.replyToMessageId ? { contextWamid: wamids.get(targets.replyToMessageId)! } : {}) };
  }

  /** The file of a message of a file. Files that others refer to, in a header, need only be there. */
  async #fileOf(tx: Transaction, draft: Draft): Promise<{ filename: string | null } | undefined> {
    const ids = ownMediaIds(contentOf(draft));
    if (ids.length === 0) return undefined;
    const stored = await this.media.stored(tx, ids);
    const missing = ids.filter((id) => !stored.has(id));
    if (missing.length > 0) {
      throw new Problem(409, 'media_not_stored', `Files not stored: ${missing.join(', ')}. Upload files with POST /api/v1/media.`);
    }
    if (!isMedia(draft.type)) return undefined;
    const file = stored.get(ids[0]!)!;
    const { types } = MEDIA_LIMITS[draft.type];
    if (types.includes(file.contentType)) return file;
    throw new Problem(
      422,
      'media_type_mismatch',
      `The file is ${file.contentType}. WhatsApp accepts these types as ${draft.type}: ${types.join(', ')}.`,
    );
  }

  /** @returns the message of the first request with this key, as that one was answered; undefined when this is the first */
  async #earlier(tx: Transaction, key: string, request: unknown, id: string): Promise<Message | undefined> {
    const messageId = await this.keys.take(tx, key, request, id);
    if (messageId === undefined) return undefined;
    const message = await this.messages.find(tx, messageId);
    if (!message) throw Problem.notFound('message');
    return { ...message, ...UNSENT };
  }
}

/** How a message stands when it is answered with: whatever becomes of it is told later. */
const UNSENT = { status: 'queued', wamid: null, failed: false, errors: [], pricing: null, reactions: null } as const;

const notForGroups = (type: string): Problem =>
  new Problem(
    422,
    'type_not_for_groups',
    `WhatsApp accepts only text, media and templates in groups. This message is of the type ${type}.`,
  );

const windowClosed = (expiredAt: string | null): Problem =>
  new Problem(
    422,
    'window_closed',
    `${
      expiredAt
        ? `The customer's 24-hour service window closed at ${expiredAt}`
        : 'The customer has not written yet, so no 24-hour service window is open'
    }. WhatsApp accepts free-form messages only while it is open. Send an approved template instead ("type": "template").`,
  );
