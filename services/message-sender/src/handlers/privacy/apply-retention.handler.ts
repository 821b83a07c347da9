import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach, inBatches } from '#service-kit';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';

const BATCH = 1_000;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
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
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.erased.prune(tx, size)));
    await inBatches(BATCH, isStopped, (size) =>
      this.database.forSystem((tx) => this.retention.pruneForeignStatuses(tx, FOREIGN_DAYS, size)),
    );
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    return forEach(tenants, ({ tenantId, messagesDays }) => this.#ofTenant(tenantId, messagesDays, isStopped));
  }

  async #ofTenant(tenantId: string, messagesDays: number, isStopped: () => boolean): Promise<number> {
    let messages = 0;
    let after = BEFORE_ALL;
    for (let isMore = true; isMore && !isStopped();) {
      const from = after;
      const batch = await this.database.forTenant(tenantId, async (tx) => {
        const looked = await this.retention.oldMessages(tx, messagesDays, BATCH, from);
        const over = looked.filter(({ isOver }) => isOver).map(({ id }) => id);
        const deleted = over.length > 0 ? (await this.erased.deleteMessages(tx, over)).messages : 0;
        const statuses = await this.retention.deleteForeignStatuses(tx, messagesDays, BATCH);
        return { last: looked.at(-1)?.id, deleted, isMore: looked.length === BATCH || statuses === BATCH };
      });
      messages += batch.deleted;
      after = batch.last ?? after;
      isMore = batch.isMore;
    }
    return messages;
  }
}
