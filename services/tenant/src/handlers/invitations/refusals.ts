import { Problem, type Identity, type Role } from '#service-kit';
import { mayGrant } from '../../domain/team/team.js';
import type { User } from '../../persistence/directory/users.repository.js';

/** A tenant costs an unconfirmed address nothing; it must be no way to write to strangers, or to try addresses. @throws {Problem} */
export function requireConfirmed(inviter: User | undefined, caller: Identity): void {
  if (!inviter || inviter.emailConfirmed || caller.superadmin) return;
  throw new Problem(403, 'email_not_confirmed', 'Confirm your own e-mail address first; until then you can bring nobody in.');
}

/** Bringing somebody in takes a person: an API key cannot answer for whom it lets in. @throws {Problem} role_too_high */
export function requireGrant(caller: Identity, role: Role): void {
  if (caller.superadmin || mayGrant(caller.role, role)) return;
  throw new Problem(403, 'role_too_high', `You may hand out roles up to your own, and ${role} is above it.`, [
    { field: 'role', message: `role ${role} is above your own` },
  ]);
}

export const alreadyMember = (email: string): Problem =>
  new Problem(409, 'already_member', `${email} belongs to this tenant already.`, [
    { field: 'email', message: 'email belongs to somebody of this tenant already' },
  ]);

export const invalidInvitation = (): Problem =>
  new Problem(404, 'invitation_not_found', 'The invitation was accepted, revoked, replaced or has expired; ask for a new one.');
