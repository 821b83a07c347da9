import { Problem, type Identity, type Role } from '#service-kit';
import { mayChange, mayGrant } from '../../domain/team/team.js';

/** Bringing somebody in takes a person: an API key cannot answer for whom it lets in. @throws {Problem} role_too_high */
export function requireGrant(caller: Identity, role: Role): void {
  if (caller.superadmin || mayGrant(caller.role, role)) return;
  throw new Problem(403, 'role_too_high', `You may hand out roles up to your own, and ${role} is above it.`, [
    { field: 'role', message: `role ${role} is above your own` },
  ]);
}

/** @param role the new one; undefined when the person leaves. An API key with the scope counts as an admin. @throws {Problem} role_too_high */
export function requireChange(caller: Identity, present: Role, role: Role | undefined): void {
  const rank = caller.kind === 'api-key' ? 'admin' : caller.role;
  if (caller.superadmin || mayChange(rank, present, role)) return;
  throw new Problem(403, 'role_too_high', 'You may change people and hand out roles up to your own.');
}
