import { Problem, type Identity, type Role } from '#service-kit';
import { mayChange } from '../../domain/team/team.js';

/** An API key with the scope counts as an admin. @param role the new one; undefined to remove the person @throws {Problem} role_too_high */
export function requireChange(caller: Identity, present: Role, role: Role | undefined): void {
  const rank = caller.kind === 'api-key' ? 'admin' : caller.role;
  if (caller.superadmin || mayChange(rank, present, role)) return;
  throw new Problem(403, 'role_too_high', 'You may change people with roles up to your own, and give such roles.');
}
