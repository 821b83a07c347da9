import { Problem, type Identity } from '#service-kit';

/** The person who calls. @throws {Problem} forbidden for an API key */
export function personOf(caller: Identity): string {
  if (caller.kind !== 'user') throw new Problem(403, 'forbidden', 'Only a person may do this, not an API key.');
  return caller.subject;
}

/** For routes that any signed-in caller may use: an API key still needs the scope. @throws {Problem} scope_missing */
export function requireScope(caller: Identity, scope: string): void {
  if (caller.kind === 'user' || caller.scopes?.includes('*') || caller.scopes?.includes(scope)) return;
  throw new Problem(403, 'scope_missing', `The API key lacks the scope ${scope}.`);
}
