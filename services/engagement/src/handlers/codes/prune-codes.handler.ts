import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';
import { CodeClock } from './clock.state.js';

const BATCH = 1_000;

/** Codes go after 30 days, by whole partitions; limits after their hour, alerts after 30 days, figures after 400. */
@Injectable()
export class PruneCodesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CodeCountsRepository,
    private readonly clock: CodeClock,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await agePartitions(this.database, 'engagement', 'codes', { isStopped });
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.counts.prune(tx, this.clock.now(), size)));
  }
}
