import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { Label } from '../../domain/collaboration/label.js';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken } from './limits.js';

@Injectable()
export class ChangeLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, name_taken */
  async execute(tenantId: string, given: Label, by: Actor): Promise<Label> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await this.labels.lock(tx, given.id);
      if (!before) throw Problem.notFound('label');
      await this.labels.update(tx, given);
      this.audit.append(tx, by, 'changed', { type: 'label', id: given.id }, before, given);
    });
    await orTaken(change, 'labels_name', 'name', 'label');
    return given;
  }
}
