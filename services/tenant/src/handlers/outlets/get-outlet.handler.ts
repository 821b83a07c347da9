import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';

@Injectable()
export class GetOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
  ) {}

  async execute(tenantId: string, id: string): Promise<Outlet> {
    const outlet = await this.database.forTenant(tenantId, (tx) => this.outlets.find(tx, id));
    if (!outlet) throw Problem.notFound('outlet');
    return outlet;
  }
}
