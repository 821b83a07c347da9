import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';

@Injectable()
export class DeleteLabelHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<void> {
    const isGone = await this.database.forTenant(tenantId, (tx) => this.labels.delete(tx, id));
    if (!isGone) throw Problem.notFound('label');
  }
}
