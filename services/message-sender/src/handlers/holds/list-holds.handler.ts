import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { HoldsRepository, type HoldView } from '../../persistence/holds/holds.repository.js';

@Injectable()
export class ListHoldsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
  ) {}

  async execute(tenantId: string): Promise<HoldView[]> {
    return this.database.forTenant(tenantId, (tx) => this.holds.listActive(tx));
  }
}
