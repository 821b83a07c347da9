import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { ApiKeysRepository, type ApiKey } from '../../persistence/keys/api-keys.repository.js';

@Injectable()
export class ListApiKeysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
  ) {}

  async execute(tenantId: string, status: 'active' | 'ended' | undefined, after: string | undefined, limit: number): Promise<Page<ApiKey>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.apiKeys.page(tx, status, after, limit + 1));
    return toPage(rows, limit, (key) => [key.id]);
  }
}
