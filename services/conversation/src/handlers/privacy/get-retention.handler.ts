import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Retention } from '../../domain/privacy/retention.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';

@Injectable()
export class GetRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
  ) {}

  async execute(tenantId: string): Promise<Retention> {
    const found = await this.database.forTenant(tenantId, (tx) => this.retention.find(tx));
    return found ?? { messagesDays: null, version: 0 };
  }
}
