import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { invalidParameter, invalidValue, missingParameter } from '../../domain/graph/graph-error.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';
import { TypingHandler } from './typing.handler.js';

/** The business read a customer's message, and with it all earlier ones; it may also start to type. */
@Injectable()
export class MarkReadHandler {
  constructor(
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
    private readonly typing: TypingHandler,
  ) {}

  /** Throws GraphError 131008 or 131009 when the message is not named or not one the customer sent to this number. */
  execute(phoneNumberId: string, input: Record<string, unknown>): { success: true } {
    if (input.messaging_product !== 'whatsapp') throw invalidParameter('The parameter messaging_product is required.');
    if (typeof input.message_id !== 'string') throw missingParameter('message_id is required');
    const message = this.threads.find(input.message_id);
    if (message?.direction !== 'inbound' || message.phoneNumberId !== phoneNumberId) {
      throw invalidValue(`message_id: '${input.message_id}' is not a message that a customer sent to this number`);
    }
    for (const earlier of this.threads.thread(phoneNumberId, message.contact)) {
      if (earlier.direction === 'inbound' && earlier.status !== 'read' && earlier.at <= message.at) {
        this.threads.setInboundStatus(earlier, 'read');
        const data = { wamid: earlier.wamid, direction: 'inbound', status: 'read' };
        if (this.feed.listening) this.feed.publish({ name: 'status', phoneNumberId, contact: message.contact, data });
      }
      if (earlier === message) break;
    }
    const indicator = input.typing_indicator as { type?: unknown } | undefined;
    if (indicator !== undefined && indicator?.type !== 'text') throw invalidValue("typing_indicator['type'] must be text");
    if (indicator) this.typing.execute(phoneNumberId, message.contact);
    return { success: true };
  }
}
