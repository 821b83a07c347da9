import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class DeleteLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.labels.lock(tx, id);
      if (!before) throw Problem.notFound('label');
      await this.labels.delete(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'label', id }, before, null);
    });
  }
}
