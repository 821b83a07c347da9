import { Injectable } from '@nestjs/common';
import { statusChanged, type MessageStatus } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { countryOf } from '../../domain/gate/recipient.js';
import { pricedAs, type Pricing, type ToldAccount } from '../../domain/queue/message.js';
import type { StoredMessage } from '../../persistence/queue/messages.repository.js';
import { TellRequester } from './tell-requester.step.js';

type Announced = Pick<
  StoredMessage,
  | 'id'
  | 'conversationId'
  | 'outletId'
  | 'state'
  | 'wamid'
  | 'errors'
  | 'traceId'
  | 'requestedBy'
  | 'phone'
  | 'userId'
  | 'template'
  | 'templateCategory'
>;

@Injectable()
export class AnnounceStatus {
  constructor(
    private readonly outbox: Outbox,
    private readonly requester: TellRequester,
  ) {}

  /** @param report.recipient what WhatsApp said of the number that was sent to @param report.at WhatsApp's time of a reported status; now for what we found out ourselves */
  append(tx: Transaction, message: Announced, report: { at?: string; pricing?: Pricing; recipient?: ToldAccount | undefined } = {}): void {
    const country = countryOf(message);
    const category = pricedAs(message);
    const status = {
      messageId: message.id,
      outletId: message.outletId,
      // What waits for its time, or was taken back, is no status of WhatsApp's: nobody tells it here.
      status: message.state as MessageStatus,
      ...(message.wamid ? { wamid: message.wamid } : {}),
      at: report.at ?? new Date().toISOString(),
      ...(report.pricing ? { pricing: report.pricing } : {}),
      errors: message.state === 'failed' ? message.errors : [],
    };
    this.outbox.append(
      tx,
      statusChanged,
      {
        ...status,
        ...(message.conversationId ? { conversationId: message.conversationId } : {}),
        ...(report.recipient ? { recipient: report.recipient } : {}),
        ...(country ? { country } : {}),
        ...(category ? { category } : {}),
      },
      message.traceId ? { traceId: message.traceId } : {},
    );
    this.requester.append(tx, message.requestedBy, status, message.traceId);
  }
}
