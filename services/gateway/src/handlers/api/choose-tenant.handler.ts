import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, superadminLocked, type Identity } from '#service-kit';
import { KnownUntil } from '../../domain/api/known-until.js';
import { chooseTenant, type Claims } from '../../domain/api/tenant-choice.js';
import { TenantsRepository } from '../../persistence/api/tenants.repository.js';
import { AccessCuts } from './access-cuts.state.js';
import type { Caller } from './authenticate-caller.handler.js';
import { ShortMemory } from './short-memory.state.js';

/** How long a deleted tenant may still be named. */
const TENANT_CACHE_MS = 5_000;
const MAX_CACHED_TENANTS = 10_000;

/** Decides for which tenant a caller acts. */
@Injectable()
export class ChooseTenantHandler {
  readonly #existing = new KnownUntil<true>(MAX_CACHED_TENANTS);
  readonly #asking = new ShortMemory<boolean>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly cuts: AccessCuts,
  ) {}

  /**
   * @param named X-Tenant-ID
   * @throws {Problem} invalid_tenant_id; tenant_forbidden for somebody else's tenant; access_changed if the caller's access to the tenant was cut
   * after the token was issued; two_factor_required where the tenant asks for a second factor that the person has not, and for a superadmin
   * whose right is locked; tenant_not_found for a superadmin who names no existing one
   */
  async execute(caller: Caller, named: string | undefined): Promise<Identity> {
    if (caller.kind === 'api-key') {
      const { id, tenantId, scopes } = caller.key;
      if (named !== undefined && named.toLowerCase() !== tenantId) throw refused('not_a_member');
      return { kind: 'api-key', subject: id, superadmin: false, tenantId, scopes };
    }
    const { claims, token } = caller;
    const isLocked = await this.#isLocked(claims);
    const superadmin = claims.superadmin && !isLocked;
    const choice = chooseTenant({ ...claims, superadmin }, named);
    if ('refused' in choice) {
      if (isLocked && choice.refused === 'not_a_member') throw superadminLocked();
      throw refused(choice.refused);
    }
    if (superadmin && named !== undefined && choice.tenantId !== undefined) await this.#requireTenant(choice.tenantId);
    if (token && choice.tenantId !== undefined) await this.cuts.require(claims.sub, token, choice.tenantId);
    const session = token?.session === undefined ? {} : { session: token.session };
    const locked = isLocked ? { superadminLocked: true as const } : {};
    return { kind: 'user', subject: claims.sub, superadmin, ...locked, ...session, ...choice };
  }

  /**
   * Whether a superadmin has to turn on a second factor first. Their right opens every tenant, by header, path and the lists of the whole
   * installation: so it is locked altogether while one tenant asks for two factors, and no request has to be looked at for the tenant it means.
   */
  async #isLocked({ superadmin, twoFactor }: Claims): Promise<boolean> {
    if (!superadmin || twoFactor) return false;
    return this.#asking.get('', () => this.database.forSystem((tx) => this.tenants.anyAsksForTwoFactor(tx)));
  }

  /** Remembers only existing ones, so that a new one works at once. @throws {Problem} tenant_not_found */
  async #requireTenant(tenantId: string): Promise<void> {
    if (this.#existing.get(tenantId, performance.now())) return;
    if (!(await this.database.forSystem((tx) => this.tenants.exists(tx, tenantId)))) {
      throw new Problem(404, 'tenant_not_found', 'X-Tenant-ID names no tenant; GET /api/v1/tenants lists them.');
    }
    this.#existing.set(tenantId, true, performance.now() + TENANT_CACHE_MS);
  }
}

function refused(reason: 'not_a_member' | 'malformed' | 'two_factor_required'): Problem {
  if (reason === 'two_factor_required') {
    const detail = 'The tenant asks for two-factor sign-in; turn it on for your account with POST /api/v1/auth/two-factor.';
    return new Problem(403, 'two_factor_required', detail);
  }
  return reason === 'malformed'
    ? new Problem(400, 'invalid_tenant_id', 'X-Tenant-ID must be the id of a tenant, a UUID.')
    : new Problem(403, 'tenant_forbidden', 'X-Tenant-ID names a tenant that these credentials do not belong to.');
}
