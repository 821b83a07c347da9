import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';

const BATCH = 1_000;
/** Of tenants that keep messages for good too: nobody but them knows what these are about. */
const FOREIGN_DAYS = 730;

/** Messages, and what WhatsApp reported of them, that are older than their tenant wants to keep messages. */
@Injectable()
export class ApplyRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
    private readonly erased: ErasedRepository,
  ) {}

  /**
   * @param isStopped asked between batches @returns the number of messages that are gone
   * @throws the first failure, after all other tenants
   */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    await this.#repeat((tx) => this.erased.prune(tx, BATCH), isStopped);
    await this.#repeat((tx) => this.retention.pruneForeignStatuses(tx, FOREIGN_DAYS, BATCH), isStopped);
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    let messages = 0;
    const failures: unknown[] = [];
    for (const { tenantId, messagesDays } of tenants) {
      try {
        messages += await this.#ofTenant(tenantId, messagesDays, isStopped);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return messages;
  }

  async #repeat(prune: (tx: Transaction) => Promise<number>, isStopped: () => boolean): Promise<void> {
    for (let gone = BATCH; gone === BATCH && !isStopped();) gone = await this.database.forSystem(prune);
  }

  async #ofTenant(tenantId: string, messagesDays: number, isStopped: () => boolean): Promise<number> {
    let messages = 0;
    for (let isMore = true; isMore && !isStopped();) {
      isMore = await this.database.forTenant(tenantId, async (tx) => {
        const ids = await this.retention.oldMessages(tx, messagesDays, BATCH);
        if (ids.length > 0) messages += (await this.erased.deleteMessages(tx, ids)).messages;
        const statuses = await this.retention.deleteForeignStatuses(tx, messagesDays, BATCH);
        return ids.length === BATCH || statuses === BATCH;
      });
    }
    return messages;
  }
}
