import { Injectable } from '@nestjs/common';
import { messageSubmitted } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { outboundText, withoutCode, type OutboundContent } from '#whatsapp';
import type { Recipient } from '../../domain/queue/message.js';

export interface Submitted {
  id: string;
  outletId: string;
  to: Recipient;
  content: OutboundContent;
  contextWamid?: string | null | undefined;
  traceId?: string | null | undefined;
  /** The failed message in place of which it was sent. */
  retryOf?: string | undefined;
}

/** Tells the conversation of a program's message, when it goes into the queue. Of a one-time code nobody is told more than that it was sent. */
@Injectable()
export class TellSubmitted {
  constructor(private readonly outbox: Outbox) {}

  append(tx: Transaction, { id, outletId, to, content: sent, contextWamid, traceId, retryOf }: Submitted): void {
    const content = withoutCode(sent);
    this.outbox.append(
      tx,
      messageSubmitted,
      {
        messageId: id,
        outletId,
        to,
        type: content.type,
        text: outboundText(content),
        content: content as { type: string },
        ...(contextWamid ? { contextWamid } : {}),
        ...(retryOf ? { retryOf } : {}),
        at: new Date().toISOString(),
      },
      traceId ? { traceId } : {},
    );
  }
}
