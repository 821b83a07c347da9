import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach, inBatches } from '#service-kit';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';

const BATCH = 1_000;

/** Deletes records of answers that are older than their tenant keeps messages. */
@Injectable()
export class ApplyRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
    private readonly erased: ErasedRepository,
  ) {}

  /**
   * @param isStopped asked between batches
   * @returns the number of deleted answers
   * @throws the first failure, after all other tenants were served
   */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.erased.prune(tx, size)));
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    return forEach(tenants, ({ tenantId, messagesDays }) =>
      inBatches(BATCH, isStopped, (size) =>
        this.database.forTenant(tenantId, (tx) => this.retention.deleteAnswers(tx, messagesDays, size)),
      ),
    );
  }
}
