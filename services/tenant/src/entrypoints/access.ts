import { Problem, type Identity } from '#service-kit';

/** The person who calls. @throws {Problem} forbidden for an API key, which is nobody */
export function personOf(caller: Identity): string {
  if (caller.kind !== 'user') throw new Problem(403, 'forbidden', 'An API key is nobody; sign in as a person.');
  return caller.subject;
}

/** On a route that anybody who is signed in may call an API key still needs the scope. @throws {Problem} scope_missing */
export function requireScope(caller: Identity, scope: string): void {
  if (caller.kind === 'user' || caller.scopes?.includes('*') || caller.scopes?.includes(scope)) return;
  throw new Problem(403, 'scope_missing', `The API key lacks the scope ${scope}.`);
}
