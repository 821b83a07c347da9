import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { OutletsRepository } from '../../persistence/outlets.repository.js';

@Injectable()
export class DisconnectOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
  ) {}

  async execute(tenantId: string, id: string): Promise<void> {
    if (!(await this.database.forTenant(tenantId, (tx) => this.outlets.markDeleted(tx, id)))) throw Problem.notFound('outlet');
  }
}
