import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { ContactCountsRepository } from '../../persistence/contacts/contact-counts.repository.js';

const BATCH = 5_000;

/** Adds up what was recorded of the number of contacts, so that few rows are read for it. */
@Injectable()
export class FoldContactCountsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: ContactCountsRepository,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.counts.fold(tx, size)));
  }
}
