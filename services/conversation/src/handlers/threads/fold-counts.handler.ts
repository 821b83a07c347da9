import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { CountsRepository } from '../../persistence/threads/counts.repository.js';

const BATCH = 5_000;

/** Adds up what was recorded for the counters, so that few rows are read for them. */
@Injectable()
export class FoldCountsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.counts.fold(tx, size)));
  }
}
