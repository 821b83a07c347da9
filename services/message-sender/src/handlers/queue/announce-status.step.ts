import { Injectable } from '@nestjs/common';
import { statusChanged } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { Pricing } from '../../domain/queue/message.js';
import type { StoredMessage } from '../../persistence/queue/messages.repository.js';

type Announced = Pick<StoredMessage, 'id' | 'conversationId' | 'outletId' | 'state' | 'wamid' | 'errors' | 'traceId'>;

@Injectable()
export class AnnounceStatus {
  constructor(private readonly outbox: Outbox) {}

  /** @param report.at WhatsApp's time of a reported status; now for what we found out ourselves */
  append(tx: Transaction, message: Announced, report: { at?: string; pricing?: Pricing } = {}): void {
    this.outbox.append(
      tx,
      statusChanged,
      {
        messageId: message.id,
        ...(message.conversationId ? { conversationId: message.conversationId } : {}),
        outletId: message.outletId,
        status: message.state,
        ...(message.wamid ? { wamid: message.wamid } : {}),
        at: report.at ?? new Date().toISOString(),
        ...(report.pricing ? { pricing: report.pricing } : {}),
        errors: message.state === 'failed' ? message.errors : [],
      },
      message.traceId ? { traceId: message.traceId } : {},
    );
  }
}
