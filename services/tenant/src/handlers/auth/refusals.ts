import { uniqueViolation } from '#database';
import { Problem, type FirebasePerson } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
import { passwordProblem } from '../../domain/auth/password-policy.js';

/** @param field name in the request @throws {Problem} validation_failed for a bad password */
export function requirePassword(password: string, email: string, field = 'password'): void {
  const message = passwordProblem(password, email)?.replace(/^password/, field);
  if (message) throw Problem.invalid([{ field, message }]);
}

/** Of the person who is signed in. @param field name in the request */
export const wrongOwnPassword = (field: string): Problem =>
  new Problem(403, 'wrong_password', 'The current password is wrong.', [{ field, message: `${field} is wrong` }]);

export const alreadyLinked = (): Problem =>
  new Problem(
    409,
    'firebase_already_linked',
    'Another link exists already: your account has another Firebase account, or this Firebase account another account. Sign in there and unlink it with DELETE /api/v1/auth/firebase.',
  );

/** Turns the unique violation of a Firebase UID into its refusal. */
export function refuseLinked(error: unknown): never {
  throw uniqueViolation(error) === 'users_firebase_uid' ? alreadyLinked() : error;
}

/** @returns the address that Firebase has verified @throws {Problem} firebase_email_unverified */
export function requireVerifiedEmail(person: FirebasePerson): string {
  if (person.verifiedEmail !== undefined) return normalAddress(person.verifiedEmail);
  throw new Problem(
    403,
    'firebase_email_unverified',
    'Firebase has not verified the e-mail address of this account; verify it there first.',
  );
}

/** @param email normalised @throws {Problem} firebase_email_unverified, firebase_email_differs */
export function requireEmail(person: FirebasePerson, email: string): void {
  if (requireVerifiedEmail(person) === email) return;
  throw new Problem(403, 'firebase_email_differs', `The Firebase account has another address; sign in to Firebase as ${email}.`);
}

/** @param status 401 for whoever signs in, 403 for whoever is signed in */
export const codeNeeded = (status: 401 | 403): Problem =>
  new Problem(
    status,
    'two_factor_needed',
    'This account has two-factor sign-in: send the code of the authenticator app, or a recovery code, as `code` too.',
  );

/** @param status 401 for whoever signs in, 403 for whoever is signed in */
export const wrongCode = (status: 401 | 403): Problem =>
  new Problem(status, 'wrong_code', 'The code is wrong, has been used, or is too old; take the next one.', [
    { field: 'code', message: 'code is wrong, has been used, or is too old' },
  ]);

export const twoFactorIsOff = (): Problem => new Problem(409, 'two_factor_off', 'Two-factor sign-in is not on.');
