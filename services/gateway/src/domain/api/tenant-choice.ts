type Role = 'viewer' | 'agent' | 'admin' | 'owner';

/** The claims of an access token. */
export interface Claims {
  sub: string;
  superadmin: boolean;
  tenants: { id: string; role: Role }[];
  /** Whether the person has a second factor. */
  twoFactor: boolean;
  /** Tenants of theirs that ask for one which they have not. */
  twoFactorNeeded: string[];
}

export type TenantChoice =
  | { tenantId: string; role: Role }
  /** No tenant: the caller has none, or has several and named none. `locked`: one at least asks for a second factor first. */
  | { tenantId?: undefined; role?: undefined; locked?: true }
  | { refused: 'not_a_member' | 'malformed' | 'two_factor_required' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The tenant that a user acts for: the one named, if it is the user's; unnamed, the only one. A superadmin may name any and acts
 * there as an owner.
 *
 * @param named X-Tenant-ID
 */
export function chooseTenant(claims: Claims, named: string | undefined): TenantChoice {
  if (named === undefined) {
    if (claims.twoFactorNeeded.length > 0) return { locked: true };
    const [only, ...others] = claims.tenants;
    return only && others.length === 0 ? { tenantId: only.id, role: only.role } : {};
  }
  if (!UUID.test(named)) return { refused: 'malformed' };
  const id = named.toLowerCase();
  if (claims.superadmin) return { tenantId: id, role: 'owner' };
  if (claims.twoFactorNeeded.includes(id)) return { refused: 'two_factor_required' };
  const membership = claims.tenants.find((tenant) => tenant.id === id);
  return membership ? { tenantId: id, role: membership.role } : { refused: 'not_a_member' };
}
