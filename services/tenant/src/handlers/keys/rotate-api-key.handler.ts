import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Identity } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { mayGrantScopes, newApiKey } from '../../domain/keys/api-key.js';
import { ApiKeysRepository, type ApiKey } from '../../persistence/keys/api-keys.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class RotateApiKeyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Gives a key a new secret. The present one goes on for a while, so that programs can be changed one after another; a third does not:
   * what was rotated away before ends now.
   *
   * @param overlapHours how long both work; 0 ends the present secret at once
   * @returns also the new secret, which is stored nowhere @throws {Problem} not_found, api_key_ended, scope_too_wide
   */
  async execute(tenantId: string, keyId: string, caller: Identity, overlapHours: number, by: Actor): Promise<ApiKey & { key: string }> {
    const { key, prefix, hash } = newApiKey();
    const rotated = await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.apiKeys.lock(tx, keyId);
      if (!before) throw Problem.notFound('API key');
      // Whoever gets the new secret has all that it may do.
      if (caller.kind === 'api-key' && !mayGrantScopes(caller.scopes ?? [], before.scopes)) {
        throw new Problem(403, 'scope_too_wide', 'An API key may only give scopes that it has.');
      }
      const isOver = before.revokedAt !== null || (before.expiresAt !== null && Date.parse(before.expiresAt) <= Date.now());
      if (isOver) throw new Problem(409, 'api_key_ended', 'This key was revoked or has expired. Create a new one.');
      const after = await this.apiKeys.rotate(tx, keyId, { prefix, hash }, overlapHours);
      await this.audit.record(tx, by, {
        action: 'api_key.rotated',
        targetType: 'api_key',
        targetId: keyId,
        ...difference(before, after),
      });
      return after;
    });
    return { ...rotated, key };
  }
}
