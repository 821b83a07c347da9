import { Injectable } from '@nestjs/common';
import { messageRecorded, sendRequested, type EventOf } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { beginningOf } from '../../domain/threads/event-text.js';
import { LiveLog } from '../live/live-log.step.js';

/** A message that now stands in its conversation. */
export type SaidMessage = EventOf<typeof messageRecorded>['data'] & { traceId?: string | undefined };

/** How it leaves: to whom, and what as the Cloud API names it. */
export type Leaving = Pick<EventOf<typeof sendRequested>['data'], 'to' | 'content' | 'contextWamid'>;

/** Something was said in a conversation: told to other services and to people's screens, and sent where it is to leave. */
@Injectable()
export class Said {
  constructor(
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /** @param said its text may be longer than an event carries @param leaving given when the message is to be sent to the customer */
  append(tx: Transaction, { conversationId, outletId, contactId, message, traceId }: SaidMessage, leaving?: Leaving): void {
    const trace = traceId ? { traceId } : {};
    const { id: messageId, seq, text } = message;
    if (leaving) this.outbox.append(tx, sendRequested, { messageId, conversationId, outletId, class: 'reply', ...leaving }, trace);
    const shown = text === undefined ? message : { ...message, text: beginningOf(text) };
    this.outbox.append(tx, messageRecorded, { conversationId, outletId, contactId, message: shown }, trace);
    this.live.append(tx, { outletId, conversationId, kind: 'message', refId: messageId, seq });
  }
}
