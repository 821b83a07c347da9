/** Length counts most (NIST SP 800-63B, section 3.1.1.2); the other rules refuse what is guessed first. */
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;

/** @returns what is wrong with a new password; undefined for a good one */
export function passwordProblem(password: string, email: string): string | undefined {
  if (password.length < SHORTEST_PASSWORD) return `password must have at least ${SHORTEST_PASSWORD} characters`;
  if (password.length > LONGEST_PASSWORD) return `password must have at most ${LONGEST_PASSWORD} characters`;
  if (new Set(password).size < 4) return 'password must have at least four different characters';
  const lower = password.toLowerCase();
  const address = email.toLowerCase();
  if (lower === address || lower === address.split('@')[0]) return 'password must not be the e-mail address';
  if (/^(password|passwort|qwertyuiop|1234567890|0123456789|letmein)\d*[!.]*$/.test(lower)) {
    return 'password is too easy to guess';
  }
  return undefined;
}
