import type { Piece, Reason } from './pieces.js';

export interface NumberOwner {
  tenantId: string;
  outletId: string;
  wabaId: string;
  /** ISO 8601. What arrived earlier was not for them. */
  since: string;
}

/** Which tenant has which number and which WhatsApp Business account; only confirmed ones. */
export interface Directory {
  numbers: Map<string, NumberOwner>;
  /** By tenant since when. */
  accounts: Map<string, Map<string, string>>;
}

/** The tenant that gets a piece. */
export interface Addressee {
  tenantId: string;
  /** Known if the piece names the number. */
  outletId?: string;
  wabaId?: string;
}

/** The numbers and accounts of the pieces, each once. */
export function namesOf(pieces: readonly Piece[]): { phoneNumberIds: string[]; wabaIds: string[] } {
  const defined = (ids: (string | undefined)[]): string[] => [...new Set(ids.filter((id) => id !== undefined))];
  return {
    phoneNumberIds: defined(pieces.map((piece) => piece.phoneNumberId)),
    // Messages and statuses always name a number; only account changes may name just the account.
    wabaIds: defined(pieces.filter((piece) => piece.kind === 'account').map((piece) => piece.wabaId)),
  };
}

/**
 * The tenant that gets a readable piece, or why none does. A new owner of a number or an account gets nothing of its past, which may be
 * somebody else's.
 *
 * @param receivedAt ISO 8601
 * @param tenantId the tenant that already has the piece, and may get it again
 */
export function addresseeOf(
  piece: Piece,
  directory: Directory,
  receivedAt: string,
  tenantId: string | null = null,
): { to: Addressee } | { reason: Reason } {
  const isTheirs = (owner: string, since: string): boolean => owner === tenantId || Date.parse(since) <= Date.parse(receivedAt);
  const owner = piece.phoneNumberId === undefined ? undefined : directory.numbers.get(piece.phoneNumberId);
  if (owner && isTheirs(owner.tenantId, owner.since))
    return { to: { tenantId: owner.tenantId, outletId: owner.outletId, wabaId: owner.wabaId } };
  if (owner) {
    const detail = `the number ${piece.phoneNumberId} was nobody's when this arrived; it has an owner since ${owner.since}`;
    return { reason: { code: 'not_connected_then', detail } };
  }
  if (piece.kind !== 'account') {
    const detail =
      piece.phoneNumberId === undefined
        ? 'the webhook does not name the number it was sent to'
        : `no confirmed outlet has the phone number id ${piece.phoneNumberId}`;
    return { reason: { code: 'unknown_phone_number', detail } };
  }
  if (piece.wabaId === undefined) return { reason: { code: 'unknown_waba', detail: 'the webhook does not name an account' } };
  const known = [...(directory.accounts.get(piece.wabaId) ?? [])];
  const [first, ...others] = known.filter(([tenant, since]) => isTheirs(tenant, since));
  if (first === undefined) {
    if (known.length === 0)
      return { reason: { code: 'unknown_waba', detail: `no confirmed outlet belongs to the account ${piece.wabaId}` } };
    return { reason: { code: 'not_connected_then', detail: `nobody had a number in the account ${piece.wabaId} when this arrived` } };
  }
  // One tenant must not get another one's news.
  if (others.length > 0)
    return { reason: { code: 'ambiguous_waba', detail: `outlets of several tenants belong to the account ${piece.wabaId}` } };
  return { to: { tenantId: first[0], wabaId: piece.wabaId } };
}

/** Whoever has it at that time, even while it is in quarantine. */
const AFTER_ALL = '9999-12-31T23:59:59.999Z';

/** Why a piece of a tenant must not go to the number's present owner: a number that changes hands takes nothing of its past along. */
export function strangerTo(tenantId: string, piece: Piece, directory: Directory): Reason | undefined {
  const found = addresseeOf(piece, directory, AFTER_ALL);
  if (!('to' in found) || found.to.tenantId === tenantId) return undefined;
  return {
    code: 'addressee_changed',
    detail: `what it is addressed to belongs to tenant ${found.to.tenantId} now; it stays with tenant ${tenantId}`,
  };
}
