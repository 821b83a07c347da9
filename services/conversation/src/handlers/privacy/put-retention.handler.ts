import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { requireVersion } from '#service-kit';
import type { Retention } from '../../domain/privacy/retention.js';
import { RetentionRepository } from '../../persistence/retention.repository.js';

@Injectable()
export class PutRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
  ) {}

  /** @throws {Problem} precondition_failed */
  async execute(tenantId: string, messagesDays: number | null, by: string, ifMatch: string | undefined): Promise<Retention> {
    return this.database.forTenant(tenantId, async (tx) => {
      const present = await this.retention.lock(tx);
      requireVersion(ifMatch, present?.version ?? 0);
      return this.retention.save(tx, messagesDays, by);
    });
  }
}
