import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { mayGrantScopes, newApiKey } from '../../domain/keys/api-key.js';
import { ApiKeysRepository, type ApiKey } from '../../persistence/keys/api-keys.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

const DEFAULT_LIMIT_PER_HOUR = 1_000;

@Injectable()
export class CreateApiKeyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns also the key itself, which is stored nowhere @throws {Problem} scope_too_wide */
  async execute(
    tenantId: string,
    caller: Identity,
    given: { name: string; scopes: string[]; expiresAt?: string; rateLimitPerHour?: number },
    by: Actor,
  ): Promise<ApiKey & { key: string }> {
    if (caller.kind === 'api-key' && !mayGrantScopes(caller.scopes ?? [], given.scopes)) {
      throw new Problem(403, 'scope_too_wide', 'An API key may only give scopes that it has.');
    }
    const { key, prefix, hash } = newApiKey();
    const { name, expiresAt, rateLimitPerHour = DEFAULT_LIMIT_PER_HOUR } = given;
    const scopes = [...new Set(given.scopes)].sort();
    if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) {
      throw Problem.invalid([{ field: 'expiresAt', message: 'expiresAt must be in the future' }]);
    }
    const stored = await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      const made = await this.apiKeys.insert(tx, { id: v7(), name, prefix, hash, scopes, expiresAt, rateLimitPerHour });
      const change = { targetType: 'api_key', targetId: made.id, before: null, after: { ...made } };
      await this.audit.record(tx, by, { action: 'api_key.created', ...change });
      return made;
    });
    return { ...stored, key };
  }
}
