import { Problem, type Identity, type Role } from '#service-kit';
import { mayGrant } from '../../domain/team/team.js';
import type { User } from '../../persistence/directory/users.repository.js';

/** Anybody can make a tenant with an unconfirmed address: it must not let them mail strangers or probe addresses. @throws {Problem} email_not_confirmed */
export function requireConfirmed(inviter: User | undefined, caller: Identity): void {
  if (!inviter || inviter.emailConfirmed || caller.superadmin) return;
  throw new Problem(403, 'email_not_confirmed', 'Confirm your own e-mail address before you invite or add people.');
}

/** Only a person may bring somebody in, not an API key. @throws {Problem} role_too_high */
export function requireGrant(caller: Identity, role: Role): void {
  if (caller.superadmin || mayGrant(caller.role, role)) return;
  throw new Problem(403, 'role_too_high', `You may give roles up to your own, and ${role} is higher.`, [
    { field: 'role', message: `role ${role} is higher than your own` },
  ]);
}

export const alreadyMember = (email: string): Problem =>
  new Problem(409, 'already_member', `${email} already belongs to this tenant.`, [
    { field: 'email', message: 'email already belongs to a member of this tenant' },
  ]);

export const invalidInvitation = (): Problem =>
  new Problem(404, 'invitation_not_found', 'The invitation was accepted, revoked, replaced or has expired; ask for a new one.');
