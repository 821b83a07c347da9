import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { TenantDatabase } from '#database';
import { CONFIG, Problem, ROLES, type Identity } from '#service-kit';
import type { Config } from '../../config.js';
import { chooseTenant, type Claims } from '../../domain/api/tenant-choice.js';
import { ApiKeysRepository, type ApiKey } from '../../persistence/api-keys.repository.js';
import { FirebaseCallers } from './firebase-callers.js';
import { ShortMemory } from './short-memory.js';

export interface Credentials {
  authorization: string | undefined;
  apiKey: string | undefined;
  /** X-Tenant-ID */
  tenantId: string | undefined;
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  superadmin: z.boolean().default(false),
  tenants: z.array(z.object({ id: z.uuid().toLowerCase(), role: z.enum(ROLES) })).default([]),
});

/** Finds out who calls. */
@Injectable()
export class AuthenticateCallerHandler {
  readonly #secret: KeyObject;
  readonly #keys = new ShortMemory<ApiKey | undefined>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
    private readonly firebase: FirebaseCallers,
  ) {
    this.#secret = createSecretKey(Buffer.from(config.AUTH_JWT_SECRET));
  }

  /** @returns undefined for a caller who shows no credentials. @throws {Problem} 401 for credentials that do not hold, 403 for another's tenant */
  async execute(credentials: Credentials): Promise<Identity | undefined> {
    if (credentials.authorization !== undefined) return this.#user(credentials.authorization, credentials.tenantId);
    if (credentials.apiKey !== undefined) return this.#key(credentials.apiKey, credentials.tenantId);
    return undefined;
  }

  async #user(authorization: string, named: string | undefined): Promise<Identity> {
    const [, token] = /^Bearer +([\w.-]+) *$/i.exec(authorization) ?? [];
    if (!token) throw unauthorized('Authorization must be "Bearer <access token>".');
    const claims = await this.#verify(token);
    const tenant = chooseTenant(claims, named);
    if ('refused' in tenant) throw refusedTenant(tenant.refused);
    return { kind: 'user', subject: claims.sub, superadmin: claims.superadmin, ...tenant };
  }

  async #verify(token: string): Promise<Claims> {
    // The issuer says whose token it is; one that fails there is not tried as the other's.
    if (this.firebase.issued(token)) return this.firebase.claims(token);
    try {
      const options = { issuer: 'chasqui', audience: 'chasqui', algorithms: ['HS256'], requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(token, this.#secret, options);
      return claimsSchema.parse(payload);
    } catch {
      throw unauthorized('The access token is not valid or has expired; get a new one from POST /api/v1/auth/refresh.');
    }
  }

  async #key(apiKey: string, named: string | undefined): Promise<Identity> {
    const key = await this.#find(createHash('sha256').update(apiKey).digest('hex'));
    const now = new Date().toISOString();
    if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now)) {
      throw unauthorized('The API key is unknown, revoked or expired.');
    }
    if (named !== undefined && named.toLowerCase() !== key.tenantId) throw refusedTenant('not_a_member');
    return { kind: 'api-key', subject: key.id, superadmin: false, tenantId: key.tenantId, scopes: key.scopes };
  }

  #find(hash: string): Promise<ApiKey | undefined> {
    return this.#keys.get(hash, () => this.database.forSystem((tx) => this.apiKeys.findByHash(tx, hash)));
  }
}

const unauthorized = (detail: string): Problem =>
  new Problem(401, 'invalid_credentials', detail, undefined, { 'www-authenticate': 'Bearer' });

function refusedTenant(reason: 'not_a_member' | 'malformed'): Problem {
  return reason === 'malformed'
    ? new Problem(400, 'invalid_tenant_id', 'X-Tenant-ID must be the id of a tenant, a UUID.')
    : new Problem(403, 'tenant_forbidden', 'X-Tenant-ID names a tenant that these credentials are not for.');
}
