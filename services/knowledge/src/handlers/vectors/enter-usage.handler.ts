import { Injectable } from '@nestjs/common';
import { textsEmbedded } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { EmbeddingMeter } from '../../clients/embedding/embedding-meter.js';
import { EmbeddingWorkRepository } from '../../persistence/vectors/embedding-work.repository.js';

/** Enters what was encoded into the usage, and tells of what a provider is paid for. What was counted in the last seconds before a process is killed is lost. */
@Injectable()
export class EnterUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly work: EmbeddingWorkRepository,
    private readonly meter: EmbeddingMeter,
    private readonly outbox: Outbox,
  ) {}

  async execute(): Promise<void> {
    let failure: unknown;
    for (const { tenantId, ...use } of this.meter.take()) {
      try {
        await this.database.forTenant(tenantId, async (tx) => {
          await this.work.use(tx, use);
          if (use.tokens > 0) this.outbox.append(tx, textsEmbedded, use);
        });
      } catch (error) {
        this.meter.giveBack({ tenantId, ...use });
        failure = error;
      }
    }
    if (failure) throw failure;
  }
}
