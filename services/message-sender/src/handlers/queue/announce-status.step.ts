import { Injectable } from '@nestjs/common';
import { statusChanged, type MessageStatus } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { countryOf } from '../../domain/gate/recipient.js';
import { pricedAs, type Pricing, type ToldAccount } from '../../domain/queue/message.js';
import type { StoredMessage } from '../../persistence/queue/messages.repository.js';

type Announced = Pick<
  StoredMessage,
  'id' | 'conversationId' | 'outletId' | 'state' | 'wamid' | 'errors' | 'traceId' | 'phone' | 'userId' | 'template' | 'templateCategory'
>;

@Injectable()
export class AnnounceStatus {
  constructor(private readonly outbox: Outbox) {}

  /** @param report.recipient what WhatsApp said of the number that was sent to @param report.at WhatsApp's time of a reported status; now for what we found out ourselves */
  append(tx: Transaction, message: Announced, report: { at?: string; pricing?: Pricing; recipient?: ToldAccount | undefined } = {}): void {
    const country = countryOf(message);
    const category = pricedAs(message);
    this.outbox.append(
      tx,
      statusChanged,
      {
        messageId: message.id,
        ...(message.conversationId ? { conversationId: message.conversationId } : {}),
        outletId: message.outletId,
        // What waits for its time, or was taken back, is no status of WhatsApp's: nobody tells it here.
        status: message.state as MessageStatus,
        ...(message.wamid ? { wamid: message.wamid } : {}),
        ...(report.recipient ? { recipient: report.recipient } : {}),
        at: report.at ?? new Date().toISOString(),
        ...(report.pricing ? { pricing: report.pricing } : {}),
        ...(country ? { country } : {}),
        ...(category ? { category } : {}),
        errors: message.state === 'failed' ? message.errors : [],
      },
      message.traceId ? { traceId: message.traceId } : {},
    );
  }
}
