import { normalAddress, normalPassword } from './typed.js';

/** Length counts most (NIST SP 800-63B, section 3.1.1.2); the other rules refuse what is guessed first. */
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

/** @returns what is wrong with a new password; undefined for a good one */
export function passwordProblem(typed: string, email: string): string | undefined {
  const password = normalPassword(typed);
  // RFC 8264, section 4.3.
  if (/\p{Cc}/u.test(password)) return 'password must not contain control characters';
  if (password.length < SHORTEST_PASSWORD) return `password must have at least ${SHORTEST_PASSWORD} characters`;
  if (password.length > LONGEST_PASSWORD) return `password must have at most ${LONGEST_PASSWORD} characters`;
  if (new Set(password).size < 4) return 'password must have at least four different characters';
  const lower = password.toLowerCase();
  const address = normalAddress(email);
  if (lower === address || lower === address.split('@')[0]) return 'password must not be the e-mail address';
  if (/^(password|passwort|qwertyuiop|1234567890|0123456789|letmein)\d*[!.]*$/.test(lower)) {
    return 'password is too easy to guess';
  }
  return undefined;
}
