import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
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
    for (let gone = BATCH; gone === BATCH && !isStopped();) gone = await this.database.forSystem((tx) => this.erased.prune(tx, BATCH));
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    let answers = 0;
    const failures: unknown[] = [];
    for (const { tenantId, messagesDays } of tenants) {
      try {
        for (let deleted = BATCH; deleted === BATCH && !isStopped(); answers += deleted) {
          deleted = await this.database.forTenant(tenantId, (tx) => this.retention.deleteAnswers(tx, messagesDays, BATCH));
        }
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return answers;
  }
}
