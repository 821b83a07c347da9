import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { DocumentQueueRepository } from '../../persistence/documents/document-queue.repository.js';

/** Queues documents again whose process died, or fails them after too many attempts. */
@Injectable()
export class TakeBackDocumentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: DocumentQueueRepository,
  ) {}

  /** @returns how many documents there were */
  async execute(): Promise<number> {
    return this.database.forSystem((tx) => this.queue.takeBackAbandoned(tx));
  }
}
