import { Problem, type Identity } from '#service-kit';
import type { User } from '../../persistence/directory/users.repository.js';

/** A tenant costs an unconfirmed address nothing; it must be no way to write to strangers, or to try addresses. @throws {Problem} */
export function requireConfirmed(inviter: User | undefined, caller: Identity): void {
  if (!inviter || inviter.emailConfirmed || caller.superadmin) return;
  throw new Problem(403, 'email_not_confirmed', 'Confirm your own e-mail address first; until then you can bring nobody in.');
}
