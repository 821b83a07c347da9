import type { Piece } from './pieces.js';

export interface NumberOwner {
  tenantId: string;
  outletId: string;
  wabaId: string;
}

/** Who has which number, and which WhatsApp Business account. */
export interface Directory {
  numbers: Map<string, NumberOwner>;
  accounts: Map<string, Set<string>>;
}

export interface Reason {
  code: string;
  detail: string;
}

/** The one to whom a piece goes. */
export interface Addressee {
  tenantId: string;
  /** Known when the piece names the number. */
  outletId?: string;
  wabaId?: string;
}

/** Numbers and accounts that the pieces name, each once. */
export function namesOf(pieces: readonly Piece[]): { phoneNumberIds: string[]; wabaIds: string[] } {
  const defined = (ids: (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
  return {
    phoneNumberIds: defined(pieces.map((piece) => piece.phoneNumberId)),
    // Messages and statuses are always of a number; only account changes may name nothing but the account.
    wabaIds: defined(pieces.filter((piece) => piece.kind === 'account').map((piece) => piece.wabaId)),
  };
}

/** To whom a readable piece goes, or why that cannot be said (yet: an outlet that is added later makes it routable). */
export function addresseeOf(piece: Piece, directory: Directory): { to: Addressee } | { reason: Reason } {
  const owner = piece.phoneNumberId === undefined ? undefined : directory.numbers.get(piece.phoneNumberId);
  if (owner) return { to: owner };
  if (piece.kind !== 'account') {
    const detail =
      piece.phoneNumberId === undefined
        ? 'the webhook does not name the number it was sent to'
        : `no outlet has the phone number id ${piece.phoneNumberId}`;
    return { reason: { code: 'unknown_phone_number', detail } };
  }
  if (piece.wabaId === undefined) return { reason: { code: 'unknown_waba', detail: 'the webhook does not name an account' } };
  const [tenantId, ...others] = directory.accounts.get(piece.wabaId) ?? [];
  if (tenantId === undefined) return { reason: { code: 'unknown_waba', detail: `no outlet belongs to the account ${piece.wabaId}` } };
  // It would be one tenant's news told to another.
  if (others.length > 0)
    return { reason: { code: 'ambiguous_waba', detail: `outlets of several tenants name the account ${piece.wabaId}` } };
  return { to: { tenantId, wabaId: piece.wabaId } };
}

/** Why a piece that has been a tenant's must not go where it would go today: a number that changed hands takes nothing of its past with it. */
export function strangerTo(tenantId: string, piece: Piece, directory: Directory): Reason | undefined {
  const found = addresseeOf(piece, directory);
  if (!('to' in found) || found.to.tenantId === tenantId) return undefined;
  return {
    code: 'addressee_changed',
    detail: `what it is addressed to belongs to tenant ${found.to.tenantId} now; it stays with tenant ${tenantId}`,
  };
}
