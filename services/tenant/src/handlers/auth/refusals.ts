import { Problem } from '#service-kit';
import { passwordProblem } from '../../domain/auth/password-policy.js';

/** @param field of the request @throws {Problem} validation_failed for a password that is no good */
export function requirePassword(password: string, email: string, field = 'password'): void {
  const message = passwordProblem(password, email)?.replace(/^password/, field);
  if (message) throw Problem.invalid([{ field, message }]);
}
