import { Injectable } from '@nestjs/common';
import { messageRecorded, sendRequested, type EventOf } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { beginningOf } from '../../domain/threads/event-text.js';
import { LiveLog } from '../live/live-log.step.js';

/** A message that now stands in its conversation. */
export type SaidMessage = EventOf<typeof messageRecorded>['data'] & { traceId?: string | undefined };

/** How it leaves: to whom, and what as the Cloud API names it. */
export interface Leaving extends Pick<EventOf<typeof sendRequested>['data'], 'to' | 'content' | 'contextWamid'> {
  /** Of the conversation: whoever sends need not ask for it. */
  windowExpiresAt: string | null;
}

/** Something was said in a conversation: told to other services and to people's screens, and sent where it is to leave. */
@Injectable()
export class Said {
  constructor(
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /** @param said its text may be longer than an event carries @param leaving given when the message is to be sent to the customer */
  append(
    tx: Transaction,
    { conversationId, outletId, contactId, contact, message, asksForReply, traceId }: SaidMessage,
    leaving?: Leaving,
  ): void {
    const trace = traceId ? { traceId } : {};
    const { id: messageId, seq, text } = message;
    if (leaving) {
      const { windowExpiresAt, ...rest } = leaving;
      const window = windowExpiresAt === null ? {} : { windowExpiresAt };
      this.outbox.append(tx, sendRequested, { messageId, conversationId, outletId, class: 'reply', ...rest, ...window }, trace);
    }
    const shown = text === undefined ? message : { ...message, text: beginningOf(text) };
    const known = contact ?? leaving?.to;
    this.outbox.append(
      tx,
      messageRecorded,
      {
        conversationId,
        outletId,
        contactId,
        ...(known && { contact: known }),
        message: shown,
        ...(asksForReply === undefined ? {} : { asksForReply }),
      },
      trace,
    );
    this.live.append(tx, { outletId, conversationId, kind: 'message', refId: messageId, seq });
  }
}
