import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { ChangesRepository } from '../../persistence/messages/changes.repository.js';

/** WhatsApp repeats webhooks for seven days: a message that has not come in twice that time never will. */
const KEEP_DAYS = 14;
const BATCH = 1_000;

@Injectable()
export class PruneParkedChangesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly changes: ChangesRepository,
  ) {}

  /** @param isStopped asked between batches @returns how many were taken out */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.changes.pruneParked(tx, KEEP_DAYS, size)));
  }
}
