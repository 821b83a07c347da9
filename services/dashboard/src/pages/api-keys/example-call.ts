/** What of a tenant an example may name. */
export interface Known {
  origin: string;
  key: string;
  scopes: readonly string[];
  /** A number of the tenant that may send. */
  outletId: string | undefined;
}

/** Reads only, in the order in which they are of interest. */
const READS: readonly [scope: string, path: string][] = [
  ['conversations:read', '/api/v1/conversations'],
  ['messages:read', '/api/v1/messages'],
  ['contacts:read', '/api/v1/contacts'],
  ['knowledge:read', '/api/v1/knowledge-bases'],
  ['outlets:read', '/api/v1/outlets'],
  ['users:read', '/api/v1/users'],
  ['analytics:read', '/api/v1/analytics/overview'],
  ['audit:read', '/api/v1/audit-log'],
];

/** Nobody has it: 555-0100 to 555-0199 are kept for examples (North American Numbering Plan). */
export const EXAMPLE_PHONE = '+12015550123';

/**
 * A call for the command line that the key may make: what it is for, if that changes nothing or reaches nobody, else what any key may ask.
 *
 * @returns the lines of one `curl` command
 */
export function exampleCall({ origin, key, scopes, outletId }: Known): { lines: string[]; sends: boolean } {
  const has = (scope: string) => scopes.includes('*') || scopes.includes(scope);
  const header = `curl -H 'X-API-Key: ${key}'`;
  if (!scopes.includes('*') && scopes.includes('messages:write') && outletId) {
    // Nobody has written from there, so that only a template may go: Meta puts this one into new accounts.
    const template = { name: 'hello_world', language: 'en_US' };
    const body = JSON.stringify({ outletId, to: EXAMPLE_PHONE, type: 'template', template });
    return { lines: [header, `-H 'Content-Type: application/json'`, `-d '${body}'`, `${origin}/api/v1/messages`], sends: true };
  }
  const path = READS.find(([scope]) => has(scope))?.[1] ?? '/api/v1/auth/api-key';
  return { lines: [header, `${origin}${path}`], sends: false };
}
