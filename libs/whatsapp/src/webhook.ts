import { readEcho, readInboundMessage } from './inbound-message.js';
import type { EchoMessage, InboundMessage } from './inbound-message.js';
import { asId, asNonEmptyText, asObject, asTime } from './read-json.js';
import type { JsonObject } from './read-json.js';
import { SenderDirectory } from './sender-directory.js';
import { readStatusUpdate } from './status-update.js';
import type { StatusUpdate } from './status-update.js';
import { readErrors } from './whatsapp-error.js';
import type { WhatsAppError } from './whatsapp-error.js';

/** Why a piece could not be read. `code` is stable, `detail` says what was found and what would be right; never message content. */
export interface WebhookProblem {
  code: WebhookProblemCode;
  detail: string;
}

export type WebhookProblemCode =
  | 'not_an_object'
  | 'entry_not_array'
  | 'entry_not_an_object'
  | 'changes_not_array'
  | 'change_not_an_object'
  | 'field_missing'
  | 'value_not_an_object'
  | 'value_without_updates'
  | 'messages_not_array'
  | 'message_not_an_object'
  | 'message_without_id'
  | 'message_without_sender'
  | 'echo_without_id'
  | 'statuses_not_array'
  | 'status_not_an_object'
  | 'status_without_id'
  | 'status_without_status'
  | 'errors_not_array'
  | 'echoes_not_array';

interface ItemBase {
  /** Position among the items of this body: the same body always gives the same items in the same order. */
  index: number;
  /** The tenant's number, from `value.metadata`. Absent for most account fields. */
  phoneNumberId?: string;
  /** The tenant's WhatsApp account: `value.waba_info.waba_id` where Meta gives it, else `entry.id`. */
  wabaId?: string;
  /** `entry.id` as it came. In partner events this is the business portfolio, not the WhatsApp account. */
  entryId?: string;
  /** Came in through the `standby` field: another agent (Meta's) holds the conversation; record it, do not answer it. */
  standby?: true;
  /** The exact JSON piece this item was read from, untouched. */
  raw: unknown;
}

export interface MessageItem extends ItemBase {
  kind: 'message';
  message: InboundMessage;
  problem?: undefined;
}

export interface StatusItem extends ItemBase {
  kind: 'status';
  status: StatusUpdate;
  problem?: undefined;
}

export interface AccountItem extends ItemBase {
  kind: 'account';
  /** The webhook field, known or not: `message_template_status_update`, `account_update`, `calls`, ... */
  field: string;
  value: unknown;
  /** `value.event`, where the field has one. */
  event?: string;
  /** `entry.time`, where Meta sends it. */
  timestamp?: Date;
  /** Set for a `value.errors[]` entry of the `messages` field. */
  errors?: WhatsAppError[];
  /** A message the business itself (phone app or Meta's agent) sent: never to be taken for a customer's. */
  echo?: EchoMessage;
  problem?: undefined;
}

/** A piece in the wrong shape. `kind` is what it would have been; nothing of it is lost, `raw` has it all. */
export interface ProblemItem extends ItemBase {
  kind: 'message' | 'status' | 'account';
  problem: WebhookProblem;
  field?: string;
}

export type WebhookItem = MessageItem | StatusItem | AccountItem | ProblemItem;

type Draft<Item> = Omit<Item, 'index'>;
type ItemDraft = Draft<MessageItem> | Draft<StatusItem> | Draft<AccountItem> | Draft<ProblemItem>;

/** What the pieces of one change have in common. */
interface ChangeContext {
  phoneNumberId?: string;
  wabaId?: string;
  entryId?: string;
  standby?: true;
  field: string;
  entryTime?: Date;
  receivedAt: Date;
}

/**
 * Splits a parsed webhook body into one item per message, status, error and account change (up to 1000 updates and several
 * WhatsApp accounts may come in one POST). Never throws on parsed JSON and drops nothing: what cannot be read comes out with a
 * `problem`. Duplicates stay separate items. Hand-written rather than a schema, since every webhook passes here.
 * @param receivedAt stands in for a message's or status's time where neither it nor its entry has a readable one (`timestampInferred`).
 * Source: Meta, "Webhooks / Components" and the reference page of each field.
 */
export function splitWebhook(body: unknown, receivedAt: Date = new Date()): WebhookItem[] {
  const items: WebhookItem[] = [];
  const root = asObject(body);
  if (!root) {
    push(items, problemItem('account', {}, body, 'not_an_object', `the body is ${nameOf(body)}; an object with "entry" is expected`));
    return items;
  }
  if (!Array.isArray(root.entry)) {
    push(items, problemItem('account', {}, body, 'entry_not_array', `"entry" is ${nameOf(root.entry)}; an array is expected`));
    return items;
  }
  for (const entry of root.entry) splitEntry(items, entry, receivedAt);
  return items;
}

function splitEntry(items: WebhookItem[], rawEntry: unknown, receivedAt: Date): void {
  const entry = asObject(rawEntry);
  if (!entry) {
    push(
      items,
      problemItem('account', {}, rawEntry, 'entry_not_an_object', `an element of "entry" is ${nameOf(rawEntry)}; an object is expected`),
    );
    return;
  }
  const entryId = asId(entry.id);
  if (!Array.isArray(entry.changes)) {
    const detail = `"changes" is ${nameOf(entry.changes)}; an array is expected`;
    push(items, problemItem('account', { entryId, wabaId: entryId }, rawEntry, 'changes_not_array', detail));
    return;
  }
  const entryTime = asTime(entry.time);
  for (const change of entry.changes) splitChange(items, change, entryId, entryTime, receivedAt);
}

function splitChange(
  items: WebhookItem[],
  rawChange: unknown,
  entryId: string | undefined,
  entryTime: Date | undefined,
  receivedAt: Date,
): void {
  const change = asObject(rawChange);
  const ids = { entryId, wabaId: entryId };
  if (!change) {
    push(items, problemItem('account', ids, rawChange, 'change_not_an_object', `a change is ${nameOf(rawChange)}; an object is expected`));
    return;
  }
  const field = asNonEmptyText(change.field);
  if (field === undefined) {
    push(items, problemItem('account', ids, rawChange, 'field_missing', `"field" is ${nameOf(change.field)}; a name is expected`));
    return;
  }
  const value = asObject(change.value);
  const context: ChangeContext = { entryId, wabaId: entryId, field, entryTime, receivedAt };
  if (value) {
    context.phoneNumberId = asId(asObject(value.metadata)?.phone_number_id) ?? asId(value.phone_number_id);
    context.wabaId = asId(asObject(value.waba_info)?.waba_id) ?? entryId;
  }

  if (field === 'messages') {
    splitMessagesValue(items, rawChange, change.value, value, context);
    return;
  }
  if (field === 'standby') context.standby = true;
  push(items, {
    ...itemBase(context, rawChange),
    kind: 'account',
    field,
    value: change.value,
    event: asNonEmptyText(value?.event),
    timestamp: entryTime,
  });
  // These fields wrap messages that have an identity of their own; the rest stays whole for whoever knows the field.
  if (value && field === 'standby') splitUpdates(items, value, context);
  if (value && (field === 'standby' || field === 'smb_message_echoes')) splitEchoes(items, value, context);
}

function splitMessagesValue(
  items: WebhookItem[],
  rawChange: unknown,
  rawValue: unknown,
  value: JsonObject | undefined,
  context: ChangeContext,
): void {
  if (!value) {
    const detail = `"value" is ${nameOf(rawValue)}; an object is expected`;
    push(items, problemItem('message', context, rawChange, 'value_not_an_object', detail));
    return;
  }
  if (value.messages === undefined && value.statuses === undefined && value.errors === undefined) {
    const detail = 'the value has none of "messages", "statuses", "errors"; at least one is expected';
    push(items, problemItem('message', context, rawChange, 'value_without_updates', detail));
    return;
  }
  splitUpdates(items, value, context);
}

function splitUpdates(items: WebhookItem[], value: JsonObject, context: ChangeContext): void {
  if (Array.isArray(value.messages)) splitMessages(items, value.messages, value.contacts, context);
  else if (value.messages !== undefined) pushNotArray(items, 'message', 'messages', value.messages, 'messages_not_array', context);

  if (Array.isArray(value.statuses)) splitStatuses(items, value.statuses, value.contacts, context);
  else if (value.statuses !== undefined) pushNotArray(items, 'status', 'statuses', value.statuses, 'statuses_not_array', context);

  if (Array.isArray(value.errors)) splitErrors(items, value.errors, context);
  else if (value.errors !== undefined) pushNotArray(items, 'account', 'errors', value.errors, 'errors_not_array', context);
}

function splitMessages(items: WebhookItem[], messages: unknown[], contacts: unknown, context: ChangeContext): void {
  const senders = SenderDirectory.ofMessages(contacts, messages);
  for (let position = 0; position < messages.length; position += 1) {
    const raw = messages[position];
    const piece = asObject(raw);
    if (!piece) {
      push(items, problemItem('message', context, raw, 'message_not_an_object', `a message is ${nameOf(raw)}; an object is expected`));
      continue;
    }
    const wamid = asId(piece.id);
    if (wamid === undefined) {
      push(items, problemItem('message', context, raw, 'message_without_id', `"id" is ${nameOf(piece.id)}; the wamid is expected`));
      continue;
    }
    const from = senders.senderOf(piece, position);
    if (from.phone === undefined && from.userId === undefined) {
      const detail = 'neither "from", "from_user_id" nor a matching contact says who sent it';
      push(items, problemItem('message', context, raw, 'message_without_sender', detail));
      continue;
    }
    const message = readInboundMessage(piece, wamid, from, context.entryTime ?? context.receivedAt);
    push(items, { ...itemBase(context, raw), kind: 'message', message });
  }
}

function splitStatuses(items: WebhookItem[], statuses: unknown[], contacts: unknown, context: ChangeContext): void {
  const recipients = SenderDirectory.ofStatuses(contacts);
  for (const raw of statuses) {
    const piece = asObject(raw);
    if (!piece) {
      push(items, problemItem('status', context, raw, 'status_not_an_object', `a status is ${nameOf(raw)}; an object is expected`));
      continue;
    }
    const wamid = asId(piece.id);
    if (wamid === undefined) {
      push(items, problemItem('status', context, raw, 'status_without_id', `"id" is ${nameOf(piece.id)}; the wamid is expected`));
      continue;
    }
    const name = asNonEmptyText(piece.status);
    if (name === undefined) {
      const detail = `"status" is ${nameOf(piece.status)}; sent, delivered, read, played or failed is expected`;
      push(items, problemItem('status', context, raw, 'status_without_status', detail));
      continue;
    }
    const status = readStatusUpdate(piece, wamid, name, recipients, context.entryTime ?? context.receivedAt);
    push(items, { ...itemBase(context, raw), kind: 'status', status });
  }
}

function splitErrors(items: WebhookItem[], errors: unknown[], context: ChangeContext): void {
  for (const raw of errors) {
    push(items, {
      ...itemBase(context, raw),
      kind: 'account',
      field: context.field,
      value: raw,
      timestamp: context.entryTime,
      errors: readErrors([raw]),
    });
  }
}

function splitEchoes(items: WebhookItem[], value: JsonObject, context: ChangeContext): void {
  const echoes = value.message_echoes;
  if (echoes === undefined) return;
  if (!Array.isArray(echoes)) {
    pushNotArray(items, 'account', 'message_echoes', echoes, 'echoes_not_array', context);
    return;
  }
  for (const raw of echoes) {
    const piece = asObject(raw);
    const wamid = piece && asId(piece.id);
    if (!piece || wamid === undefined) {
      push(items, problemItem('account', context, raw, 'echo_without_id', 'an echo is expected to be an object with "id"'));
      continue;
    }
    const echo = readEcho(piece, wamid, context.entryTime ?? context.receivedAt);
    push(items, { ...itemBase(context, raw), kind: 'account', field: context.field, value: raw, timestamp: context.entryTime, echo });
  }
}

function pushNotArray(
  items: WebhookItem[],
  kind: ProblemItem['kind'],
  key: string,
  raw: unknown,
  code: WebhookProblemCode,
  context: ChangeContext,
): void {
  push(items, problemItem(kind, context, raw, code, `"${key}" is ${nameOf(raw)}; an array is expected`));
}

function push(items: WebhookItem[], item: ItemDraft): void {
  items.push({ ...item, index: items.length } as WebhookItem);
}

function itemBase(context: Partial<ChangeContext>, raw: unknown): Draft<ItemBase> {
  const base: Draft<ItemBase> = { raw };
  if (context.phoneNumberId !== undefined) base.phoneNumberId = context.phoneNumberId;
  if (context.wabaId !== undefined) base.wabaId = context.wabaId;
  if (context.entryId !== undefined) base.entryId = context.entryId;
  if (context.standby) base.standby = true;
  return base;
}

function problemItem(
  kind: ProblemItem['kind'],
  context: Partial<ChangeContext>,
  raw: unknown,
  code: WebhookProblemCode,
  detail: string,
): Draft<ProblemItem> {
  return { ...itemBase(context, raw), kind, field: context.field, problem: { code, detail } };
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
