import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { DEAD_LETTER_AGE_MS } from '#messaging';
import { inBatches } from '#service-kit';
import { ErasedIdentitiesRepository } from '../../persistence/privacy/erased-identities.repository.js';

const BATCH = 1_000;

/** Who was erased is forgotten for good when nothing of before can come any more: an event that was set aside is kept longest. */
@Injectable()
export class ForgetIdentitiesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly identities: ErasedIdentitiesRepository,
  ) {}

  /** @param isStopped asked between batches @returns how many went */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    const before = new Date(Date.now() - DEAD_LETTER_AGE_MS).toISOString();
    return inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.identities.prune(tx, before, size)));
  }
}
