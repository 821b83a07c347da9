import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { EmbeddingMeter } from '../../clients/embedding/embedding-meter.js';
import { EmbeddingWorkRepository } from '../../persistence/vectors/embedding-work.repository.js';

/** Enters what was encoded into the usage. What was counted in the last seconds before a process is killed is lost. */
@Injectable()
export class EnterUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly work: EmbeddingWorkRepository,
    private readonly meter: EmbeddingMeter,
  ) {}

  async execute(): Promise<void> {
    let failure: unknown;
    for (const { tenantId, ...use } of this.meter.take()) {
      try {
        await this.database.forTenant(tenantId, (tx) => this.work.use(tx, use));
      } catch (error) {
        this.meter.giveBack({ tenantId, ...use });
        failure = error;
      }
    }
    if (failure) throw failure;
  }
}
