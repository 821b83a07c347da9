import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { DocumentQueueRepository } from '../../persistence/documents/document-queue.repository.js';

/** Queues again, or gives up, the documents of processes that ended without a word. */
@Injectable()
export class TakeBackDocumentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: DocumentQueueRepository,
  ) {}

  /** @returns how many there were */
  async execute(): Promise<number> {
    return this.database.forSystem((tx) => this.queue.takeBackAbandoned(tx));
  }
}
