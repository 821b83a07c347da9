import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';
import { forEach, inBatches } from '#service-kit';
import { ForgetLanesHandler } from '../endpoints/forget-lanes.handler.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';

const BATCH = 1_000;

/** Removes the log after 30 days, by whole partitions, and earlier for tenants that keep messages for less; and what waited at endpoints that are gone. */
@Injectable()
export class ApplyRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
    private readonly erased: ErasedRepository,
    private readonly forgetLanes: ForgetLanesHandler,
  ) {}

  /** @param isStopped asked between batches @throws the first failure, after all other tenants were served */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    for (const table of ['deliveries', 'attempts']) await agePartitions(this.database, 'outgoing_webhooks', table, { isStopped });
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.erased.prune(tx, size)));
    await this.forgetLanes.execute(isStopped);
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    await forEach(tenants, ({ tenantId, messagesDays }) =>
      inBatches(BATCH, isStopped, (size) => this.database.forTenant(tenantId, (tx) => this.retention.deleteOld(tx, messagesDays, size))),
    );
  }
}
