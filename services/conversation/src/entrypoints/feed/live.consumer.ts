import { Controller } from '@nestjs/common';
import { liveFeed, liveMissed, MAX_MESSAGE_BYTES, type LoggedEventName, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import type { Conversation } from '../../domain/threads/conversation.js';
import { fitting, positionsAfter, type LogEntry } from '../../domain/live/live-page.js';
import type { Message } from '../../domain/threads/message.js';
import { ReadLiveFeedHandler, type LivePage } from '../../handlers/feed/read-live-feed.handler.js';
import { ReadMissedMessagesHandler } from '../../handlers/feed/read-missed-messages.handler.js';
import { ConversationDto } from '../threads/conversations.dto.js';
import { MessageDto } from '../threads/messages.dto.js';

type FeedEvent = ReplyOf<typeof liveFeed>['events'][number];

/** Answers the gateways that show people what happens. What they show has the same shape as over REST. */
@Controller()
export class LiveConsumer {
  constructor(
    private readonly readFeed: ReadLiveFeedHandler,
    private readonly readMissed: ReadMissedMessagesHandler,
  ) {}

  @Answers(liveFeed)
  async feed({ tenantId, cursors, limit }: QuestionOf<typeof liveFeed>): Promise<ReplyOf<typeof liveFeed>> {
    const page = await this.readFeed.execute(tenantId, cursors, limit);
    const events = fitting(
      page.entries.map((entry) => eventOf(tenantId, entry, page)),
      MAX_MESSAGE_BYTES,
      sizeOf,
    );
    return { events, lost: page.lost, ...positionsAfter(cursors, page.present, page.lost, events) };
  }

  @Answers(liveMissed)
  async missed({ tenantId, after, until, limit }: QuestionOf<typeof liveMissed>): Promise<ReplyOf<typeof liveMissed>> {
    const { threads, tooMuch } = await this.readMissed.execute(tenantId, after, until, limit);
    const all = threads.map(({ conversation, messages }) => ({
      conversation,
      messages: messages.map((message) => ({ messageId: message.id, data: messageData(tenantId, message, conversation) })),
    }));
    let bytes = 0;
    const [whole, cut] = [[] as typeof all, [] as typeof all];
    for (const thread of all) {
      bytes += sizeOf(thread.messages);
      (bytes > MAX_MESSAGE_BYTES ? cut : whole).push(thread);
    }
    return {
      messages: whole.flatMap((thread) => thread.messages),
      tooMuch: [...tooMuch, ...cut.map((thread) => thread.conversation.id)],
    };
  }
}

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function eventOf(tenantId: string, entry: LogEntry, page: LivePage): FeedEvent {
  const place = { outletId: entry.outletId, inboxSeq: entry.seq };
  const event = (name: LoggedEventName, data: object): FeedEvent => {
    const whole: FeedEvent = { ...place, event: name, data: { ...data, ...place } };
    return sizeOf(whole) <= MAX_MESSAGE_BYTES ? whole : { ...whole, data: withoutContent(whole.data) };
  };
  const gone = (): FeedEvent => event('passed', {});
  const { conversationId, refId } = entry;
  const message = refId === undefined ? undefined : page.messages.get(refId);
  const conversation = page.conversations.get(message?.conversationId ?? conversationId);
  switch (entry.kind) {
    case 'message':
      return message && conversation ? event('message', messageData(tenantId, message, conversation)) : gone();
    case 'status': {
      if (!message) return gone();
      const dto = MessageDto.of(message);
      return event('status', { conversationId: message.conversationId, messageId: message.id, status: dto.status, message: dto });
    }
    case 'conversation':
      return conversation ? event('conversation', { conversation: ConversationDto.of(conversation) }) : gone();
    case 'merged':
      return event('merged', { conversationId, into: refId ?? null });
    case 'note':
      return event('note', { conversationId, noteId: refId, note: (refId && page.notes.get(refId)) ?? null });
    case 'contact':
      return event('contact', { contactId: refId, conversationId });
  }
}

function messageData(tenantId: string, message: Message, conversation: Conversation): Record<string, unknown> {
  const { id: conversationId, outletId, ...dto } = ConversationDto.of(conversation);
  const { state, owner, epoch, assigneeId, windowExpiresAt, lastMessageAt } = dto;
  return {
    tenantId,
    conversationId,
    seq: message.seq,
    outletId,
    message: MessageDto.of(message),
    standing: {
      state,
      owner,
      epoch,
      ...(assigneeId ? { assigneeId } : {}),
      windowExpiresAt,
      unreadCount: conversation.unreadCount,
      lastMessageAt,
    },
  };
}

/** A message that is too large for one reply is so because of its content; clients read that over REST. */
function withoutContent(data: Record<string, unknown>): Record<string, unknown> {
  const { content: _, ...message } = (data.message ?? {}) as { content?: unknown };
  return { ...data, message };
}
