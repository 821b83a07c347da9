import { Injectable } from '@nestjs/common';
import { mediaFetchRequested } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import type { CustomerFile } from '../../persistence/media/media.repository.js';

/** Asks for a customer's file: by an event, because only the message-sender has the outlets' access tokens. */
@Injectable()
export class FetchRequests {
  constructor(private readonly outbox: Outbox) {}

  append(tx: Transaction, file: Omit<CustomerFile, 'messageId' | 'contentType' | 'filename'>): void {
    this.outbox.append(tx, mediaFetchRequested, {
      mediaId: file.id,
      outletId: file.outletId,
      kind: file.kind,
      graphId: file.graphId,
      ...(file.declaredType ? { contentType: file.declaredType } : {}),
      ...(file.declaredSha256 ? { sha256: file.declaredSha256 } : {}),
      expiresAt: file.expiresAt,
    });
  }
}
