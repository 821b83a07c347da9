import type { Contact, OutboundMessage } from '../phone/thread.js';
import type { Pricing } from './pricing.js';
import type { WebhookError } from '../graph/graph-error.js';
import type { BusinessNumber } from '../graph/business-number.js';
import type { Template } from '../graph/template.js';

interface UpdateBase {
  wabaId: string;
  phoneNumberId?: string;
  field: string;
  /** The customer's message that this update carries, so that the result of its delivery can be shown. */
  inboundWamid?: string;
  /** For the log only: `message`, a status, or the field's name. */
  label: string;
}

/** One thing that happened, before it is packed into a request. */
export type WebhookUpdate =
  | (UpdateBase & { kind: 'messages'; metadata: Metadata; contact?: WireContact; item: object })
  | (UpdateBase & { kind: 'statuses'; metadata: Metadata; contact?: WireContact; item: object })
  | (UpdateBase & { kind: 'value'; value: object });

interface Metadata {
  display_phone_number: string;
  phone_number_id: string;
}

interface WireContact {
  profile?: { name: string; username?: string };
  wa_id?: string;
  user_id?: string;
}

function metadataOf(number: BusinessNumber): Metadata {
  return { display_phone_number: number.displayPhoneNumber.replace(/\D/g, ''), phone_number_id: number.phoneNumberId };
}

/** `wa_id` is absent, not empty, for customers without a visible phone number. */
function wireContact(contact: Contact): WireContact {
  return {
    profile: { name: contact.name, ...(contact.username ? { username: contact.username } : {}) },
    ...(contact.phone ? { wa_id: contact.phone } : {}),
    user_id: contact.userId,
  };
}

/** Meta gives webhook times as strings of whole seconds. */
function seconds(at: number): string {
  return String(Math.floor(at / 1000));
}

export function messageUpdate(input: {
  number: BusinessNumber;
  contact: Contact;
  wamid: string;
  at: number;
  type: string;
  body: unknown;
  /** The group in which it was written. */
  groupId?: string;
  context?: object;
  referral?: object;
}): WebhookUpdate {
  const { number, contact, type } = input;
  const item = {
    ...(contact.phone ? { from: contact.phone } : {}),
    from_user_id: contact.userId,
    ...(input.groupId ? { group_id: input.groupId } : {}),
    id: input.wamid,
    timestamp: seconds(input.at),
    ...(input.context ? { context: input.context } : {}),
    ...(input.referral ? { referral: input.referral } : {}),
    type,
    ...(type === 'unsupported' ? unsupported(input.body) : { [type]: input.body }),
  };
  return {
    kind: 'messages',
    wabaId: number.wabaId,
    phoneNumberId: number.phoneNumberId,
    field: 'messages',
    metadata: metadataOf(number),
    // Meta leaves `contacts` out beside system messages.
    contact: type === 'system' ? undefined : wireContact(contact),
    item,
    inboundWamid: input.wamid,
    label: 'message',
  };
}

function unsupported(body: unknown): object {
  const details = 'Message type is currently not supported.';
  return {
    errors: [{ code: 131051, title: 'Message type unknown', message: 'Message type unknown', error_data: { details } }],
    unsupported: body,
  };
}

/**
 * Of a message into a group: `contact` is the participant whose status it is, absent where it is the whole message's (Meta, "Group messages
 * webhook reference").
 */
export function statusUpdate(input: {
  number: BusinessNumber;
  contact?: Contact;
  groupId?: string;
  message: OutboundMessage;
  status: string;
  at: number;
  pricing?: Pricing;
  errors?: WebhookError[];
}): WebhookUpdate {
  const { number, contact, message, groupId } = input;
  return {
    kind: 'statuses',
    wabaId: number.wabaId,
    phoneNumberId: number.phoneNumberId,
    field: 'messages',
    metadata: metadataOf(number),
    contact: contact && wireContact(contact),
    item: {
      id: message.wamid,
      status: input.status,
      timestamp: seconds(input.at),
      ...recipientOf(contact, groupId),
      ...(message.callbackData === undefined ? {} : { biz_opaque_callback_data: message.callbackData }),
      // Since v24 `conversation` is there only inside a free entry point.
      ...(input.pricing?.type === 'free_entry_point' && contact?.freeEntryUntil
        ? {
            conversation: {
              id: message.wamid.slice(-32),
              ...(input.status === 'sent' ? { expiration_timestamp: seconds(contact.freeEntryUntil) } : {}),
              origin: { type: 'referral_conversion' },
            },
          }
        : {}),
      ...(input.pricing ? { pricing: input.pricing } : {}),
      ...(input.errors ? { errors: input.errors } : {}),
    },
    label: input.status,
  };
}

function recipientOf(contact: Contact | undefined, groupId: string | undefined): object {
  if (groupId !== undefined) {
    return {
      recipient_id: groupId,
      recipient_type: 'group',
      ...(contact ? { recipient_participant_id: contact.phone ?? contact.userId } : {}),
    };
  }
  return { ...(contact?.phone ? { recipient_id: contact.phone } : {}), recipient_user_id: contact?.userId };
}

/** What Meta reports of a group, in the field for it. Source: "Webhooks for Groups API". */
export function groupUpdate(number: BusinessNumber, field: string, at: number, group: object): WebhookUpdate {
  const value = { messaging_product: 'whatsapp', metadata: metadataOf(number), groups: [{ timestamp: seconds(at), ...group }] };
  return { kind: 'value', wabaId: number.wabaId, phoneNumberId: number.phoneNumberId, field, value, label: field };
}

/** An account-level change: no metadata, the account is in `entry.id`. */
export function accountUpdate(wabaId: string, field: string, value: object): WebhookUpdate {
  return { kind: 'value', wabaId, field, value, label: field };
}

/** What Meta reports of a template. */
export function templateUpdate(wabaId: string, template: Template, field: string, value: object): WebhookUpdate {
  return accountUpdate(wabaId, field, {
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    ...value,
  });
}

interface Change {
  field: string;
  value: Record<string, unknown>;
}

/**
 * The body of one webhook request: an entry an account, and in it one change for each run of updates of the same number and
 * kind, so that a batch has several entries, changes and messages at once, as Meta's may.
 */
export function packUpdates(updates: WebhookUpdate[], now: number): object {
  const entries = new Map<string, { id: string; time: number; changes: Change[] }>();
  const openChange = new Map<string, { key: string; items: object[]; contacts: Map<string, WireContact> }>();
  for (const update of updates) {
    let entry = entries.get(update.wabaId);
    if (!entry) entries.set(update.wabaId, (entry = { id: update.wabaId, time: Math.floor(now / 1000), changes: [] }));
    if (update.kind === 'value') {
      entry.changes.push({ field: update.field, value: update.value as Record<string, unknown> });
      openChange.delete(update.wabaId);
      continue;
    }
    const key = `${update.metadata.phone_number_id} ${update.kind}`;
    let open = openChange.get(update.wabaId);
    if (open?.key !== key) {
      open = { key, items: [], contacts: new Map() };
      openChange.set(update.wabaId, open);
      entry.changes.push({
        field: update.field,
        value: { messaging_product: 'whatsapp', metadata: update.metadata, contacts: open.contacts, [update.kind]: open.items },
      });
    }
    open.items.push(update.item);
    if (update.contact) open.contacts.set(String(update.contact.user_id ?? update.contact.wa_id), update.contact);
  }
  for (const { changes } of entries.values()) {
    for (const { value } of changes) {
      if (!(value.contacts instanceof Map)) continue;
      if (value.contacts.size) value.contacts = [...value.contacts.values()];
      else delete value.contacts;
    }
  }
  return { object: 'whatsapp_business_account', entry: [...entries.values()] };
}
