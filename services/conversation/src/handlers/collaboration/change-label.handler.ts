import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Label } from '../../domain/collaboration/label.js';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';
import { orTaken } from './limits.js';

@Injectable()
export class ChangeLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
  ) {}

  /** @throws {Problem} not_found, name_taken */
  async execute(tenantId: string, given: Label): Promise<Label> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.labels.update(tx, given))) throw Problem.notFound('label');
    });
    await orTaken(change, 'labels_name', 'name', 'label');
    return given;
  }
}
