import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ApiKeysRepository, type ApiKey } from '../../persistence/keys/api-keys.repository.js';

type OwnKey = Pick<ApiKey, 'id' | 'name' | 'scopes' | 'expiresAt' | 'rateLimitPerHour'> & { tenantId: string };

@Injectable()
export class DescribeApiKeyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
  ) {}

  async execute(tenantId: string, keyId: string): Promise<OwnKey> {
    const key = await this.database.forTenant(tenantId, (tx) => this.apiKeys.find(tx, keyId));
    if (!key) throw Problem.notFound('API key');
    const { id, name, scopes, expiresAt, rateLimitPerHour } = key;
    return { id, tenantId, name, scopes, expiresAt, rateLimitPerHour };
  }
}
