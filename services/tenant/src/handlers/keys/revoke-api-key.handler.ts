import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { ApiKeysRepository } from '../../persistence/keys/api-keys.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class RevokeApiKeyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Does nothing for a revoked key. */
  async execute(tenantId: string, keyId: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const key = await this.apiKeys.lock(tx, keyId);
      if (!key) throw Problem.notFound('API key');
      if (key.revokedAt !== null) return;
      const revoked = await this.apiKeys.revoke(tx, keyId);
      await this.audit.record(tx, by, { action: 'api_key.revoked', targetType: 'api_key', targetId: keyId, ...difference(key, revoked) });
    });
  }
}
