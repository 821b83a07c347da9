import { splitWebhook, type WebhookItem } from '#whatsapp';

/** WhatsApp's identifiers of a customer. */
export interface Customer {
  phones: readonly string[];
  userIds: readonly string[];
}

/** Replaces a redacted piece: it keeps its place but has no id, so it cannot be read or forwarded. */
const ERASED = { erased: true } as const;
const ERASED_TEXT = 'erased';
/** Fields that say what a change is about, never who. */
const STRUCTURE = new Set(['field', 'event', 'type', 'messaging_product', 'phone_number_id', 'display_phone_number', 'waba_id']);

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Indexes of the pieces that are from, to or about a customer. A body that is not JSON has none. */
export function piecesOfCustomer(body: Buffer, receivedAt: string, customer: Customer): number[] {
  const parsed = parse(body);
  if (parsed === undefined) return [];
  return splitWebhook(parsed, new Date(receivedAt))
    .filter((item) => isTheirs(item, customer))
    .map((item) => item.index);
}

/**
 * Redacts pieces of a body in place: number and order of the pieces stay, and all other pieces are unchanged. What the body says about the
 * customer outside the pieces (`contacts`) goes with the last of them.
 *
 * @param indexes of the pieces, as {@link piecesOfCustomer} found them
 * @param phoneNumberIds numbers of the customer's tenant; leaves other numbers untouched
 */
export function redactBody(
  body: Buffer,
  receivedAt: string,
  customer: Customer,
  indexes: ReadonlySet<number>,
  phoneNumberIds: ReadonlySet<string>,
): Buffer {
  const parsed = parse(body);
  for (const item of splitWebhook(parsed, new Date(receivedAt))) {
    if (!indexes.has(item.index) || !isObject(item.raw)) continue;
    // A change contains pieces: it stays, without what it says about the customer.
    if (item.kind === 'account' && !(item.problem ?? item.echo)) wipe('value' in item.raw ? item.raw.value : item.raw, customer);
    else clear(item.raw);
  }
  for (const value of valuesOf(parsed)) redactContacts(value, customer, phoneNumberIds);
  return Buffer.from(JSON.stringify(parsed));
}

/**
 * Redacts all that a body says to one company: its pieces, and the customers beside them. Number and order of the pieces stay.
 *
 * @param indexes of the company's pieces @param phoneNumberIds its numbers; of other numbers nothing is touched
 */
export function redactPieces(body: Buffer, receivedAt: string, indexes: ReadonlySet<number>, phoneNumberIds: ReadonlySet<string>): Buffer {
  const parsed = parse(body);
  if (parsed === undefined) return body;
  for (const item of splitWebhook(parsed, new Date(receivedAt))) {
    if (!indexes.has(item.index) || !isObject(item.raw)) continue;
    // A change may contain pieces of its own, each of which is cleared for itself.
    if (item.kind === 'account' && !(item.problem ?? item.echo)) clearLeaves(item.raw);
    else clear(item.raw);
  }
  for (const value of valuesOf(parsed)) {
    const number = isObject(value.metadata) ? value.metadata.phone_number_id : undefined;
    if (!phoneNumberIds.has(String(number)) || !Array.isArray(value.contacts)) continue;
    for (const contact of value.contacts) if (isObject(contact)) clear(contact);
  }
  return Buffer.from(JSON.stringify(parsed));
}

/** Every text but those that say what a change is about. */
function clearLeaves(value: unknown): void {
  if (!Array.isArray(value) && !isObject(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (STRUCTURE.has(key)) continue;
    if (typeof part === 'string') (value as Json)[key] = ERASED_TEXT;
    else clearLeaves(part);
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function isTheirs(item: WebhookItem, customer: Customer): boolean {
  if (item.problem) return mentions(item.raw, customer);
  switch (item.kind) {
    case 'message': {
      const { phone, waId, userId } = item.message.from;
      return names(customer, phone) || names(customer, waId) || names(customer, userId);
    }
    case 'status': {
      const { phone, userId, participantId } = item.status.recipient;
      return names(customer, phone) || names(customer, userId) || names(customer, participantId);
    }
    case 'account':
      return item.echo ? names(customer, item.echo.to.phone) || names(customer, item.echo.to.userId) : mentions(item.value, customer);
  }
}

const names = ({ phones, userIds }: Customer, id: unknown): boolean => {
  if (typeof id !== 'string' && typeof id !== 'number') return false;
  const text = String(id);
  return userIds.includes(text) || phones.includes(/^\+?[\d ().-]+$/.test(text) ? text.replaceAll(/\D/g, '') : text);
};

/** Whether a value in it equals one of the customer's identifiers. */
function mentions(value: unknown, customer: Customer): boolean {
  if (Array.isArray(value)) return value.some((part) => mentions(part, customer));
  if (isObject(value)) return Object.entries(value).some(([key, part]) => !STRUCTURE.has(key) && mentions(part, customer));
  return names(customer, value);
}

/** Removes the texts of objects that name the customer, and of everything below them. */
function wipe(value: unknown, customer: Customer, isTheirs = false): void {
  if (Array.isArray(value)) {
    for (const [index, part] of value.entries()) {
      if (isTheirs ? typeof part === 'string' : names(customer, part)) value[index] = ERASED_TEXT;
      else wipe(part, customer, isTheirs);
    }
    return;
  }
  if (!isObject(value)) return;
  const own = isTheirs || Object.entries(value).some(([key, part]) => !STRUCTURE.has(key) && names(customer, part));
  for (const [key, part] of Object.entries(value)) {
    if (own && !STRUCTURE.has(key) && (typeof part === 'string' || names(customer, part))) value[key] = ERASED_TEXT;
    else wipe(part, customer, own);
  }
}

function clear(piece: Json): void {
  for (const key of Object.keys(piece)) delete piece[key];
  Object.assign(piece, ERASED);
}

function* valuesOf(body: unknown): Generator<Json> {
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  for (const entry of list(isObject(body) && body.entry)) {
    for (const change of list(isObject(entry) && entry.changes)) if (isObject(change) && isObject(change.value)) yield change.value;
  }
}

/** The customer's names, unless a piece is left that needs them (one that is still on its way). */
function redactContacts(value: Json, customer: Customer, phoneNumberIds: ReadonlySet<string>): void {
  const number = isObject(value.metadata) ? value.metadata.phone_number_id : undefined;
  if (!phoneNumberIds.has(String(number)) || !Array.isArray(value.contacts)) return;
  if (mentions([value.messages, value.statuses], customer)) return;
  for (const contact of value.contacts) if (isObject(contact) && mentions(contact, customer)) clear(contact);
}
