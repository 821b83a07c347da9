import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { PlanName } from '../../domain/plans/plan.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';

@Injectable()
export class ChangePlanHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subscriptions: SubscriptionsRepository,
  ) {}

  async execute(tenantId: string, plan: PlanName): Promise<void> {
    await this.database.forTenant(tenantId, (tx) => this.subscriptions.save(tx, plan));
  }
}
