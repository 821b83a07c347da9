import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { LedgerRepository } from '../../persistence/ops/ledger.repository.js';

const BATCH = 1_000;

/** Adds pending changes to the ledger's counts, so that readers have few to add. */
@Injectable()
export class FoldLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly ledger: LedgerRepository,
  ) {}

  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.ledger.fold(tx, size)));
  }
}
