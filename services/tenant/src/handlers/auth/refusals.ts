import { uniqueViolation } from '#database';
import { Problem, type FirebasePerson } from '#service-kit';
import { passwordProblem } from '../../domain/auth/password-policy.js';

/** @param field of the request @throws {Problem} validation_failed for a password that is no good */
export function requirePassword(password: string, email: string, field = 'password'): void {
  const message = passwordProblem(password, email)?.replace(/^password/, field);
  if (message) throw Problem.invalid([{ field, message }]);
}

export const alreadyLinked = (): Problem =>
  new Problem(
    409,
    'firebase_already_linked',
    'The account is linked to another Firebase account, or this one to another account here; sign in and unlink with DELETE /api/v1/auth/firebase first.',
  );

/** What a taken UID means for whoever writes one. */
export function refuseLinked(error: unknown): never {
  throw uniqueViolation(error) === 'users_firebase_uid' ? alreadyLinked() : error;
}

/** @returns the address that Firebase has verified @throws {Problem} firebase_email_unverified */
export function requireVerifiedEmail(person: FirebasePerson): string {
  if (person.verifiedEmail !== undefined) return person.verifiedEmail;
  throw new Problem(
    403,
    'firebase_email_unverified',
    'Firebase has not verified an e-mail address of this account; verify it there first.',
  );
}

/** @param email in lower case @throws {Problem} firebase_email_unverified, firebase_email_differs */
export function requireEmail(person: FirebasePerson, email: string): void {
  if (requireVerifiedEmail(person) === email) return;
  throw new Problem(403, 'firebase_email_differs', `The Firebase account is of another address; sign in to Firebase as ${email}.`);
}
