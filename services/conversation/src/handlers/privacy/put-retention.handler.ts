import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { requireVersion, type Actor } from '#service-kit';
import type { Retention } from '../../domain/privacy/retention.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class PutRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} precondition_failed */
  async execute(tenantId: string, messagesDays: number | null, ifMatch: string | undefined, by: Actor): Promise<Retention> {
    return this.database.forTenant(tenantId, async (tx) => {
      const present = await this.retention.lock(tx);
      requireVersion(ifMatch, present?.version ?? 0);
      const target = { type: 'retention', id: tenantId } as const;
      this.audit.append(tx, by, 'changed', target, { messagesDays: present?.messagesDays ?? null }, { messagesDays });
      return this.retention.save(tx, messagesDays, by.id);
    });
  }
}
