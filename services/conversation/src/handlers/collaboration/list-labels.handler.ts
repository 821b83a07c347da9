import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Label } from '../../domain/collaboration/label.js';
import { LabelsRepository } from '../../persistence/collaboration/labels.repository.js';

@Injectable()
export class ListLabelsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly labels: LabelsRepository,
  ) {}

  /** All of them: there are 200 at most. */
  async execute(tenantId: string): Promise<Label[]> {
    return this.database.forTenant(tenantId, (tx) => this.labels.list(tx));
  }
}
