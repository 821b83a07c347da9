import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ApiKeysRepository } from '../../persistence/api-keys.repository.js';

@Injectable()
export class RevokeApiKeyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
  ) {}

  async execute(tenantId: string, keyId: string): Promise<void> {
    if (!(await this.database.forTenant(tenantId, (tx) => this.apiKeys.revoke(tx, keyId)))) throw Problem.notFound('API key');
  }
}
