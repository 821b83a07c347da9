import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';

@Injectable()
export class ListOutletsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
  ) {}

  async execute(
    tenantId: string,
    filter: { status?: Outlet['status']; search?: string },
    after: string | undefined,
    limit: number,
  ): Promise<Page<Outlet>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.outlets.page(tx, filter, after, limit + 1));
    return toPage(rows, limit, (outlet) => [outlet.id]);
  }
}
