import { asBoolean, asId, asNonEmptyText, asNumber, asObject, asText, asTime } from './read-json.js';
import type { JsonObject } from './read-json.js';
import { phoneOrUserId } from './sender-directory.js';
import type { SenderDirectory } from './sender-directory.js';
import { readErrors } from './whatsapp-error.js';
import type { WhatsAppError } from './whatsapp-error.js';

/** One entry of `statuses[]`. */
export interface StatusUpdate {
  wamid: string;
  /** sent, delivered, read, played, failed; any other name Meta comes up with is kept. */
  status: string;
  timestamp: Date;
  /** Set when the time is the entry's or the reception's, because Meta's own was absent or unreadable. */
  timestampInferred?: true;
  recipient: StatusRecipient;
  /** What we put in `biz_opaque_callback_data` when sending: our own message id, even if the send response was lost. */
  callbackData?: string;
  pricing?: StatusPricing;
  conversation?: { id?: string; originType?: string; expiresAt?: Date };
  errors: WhatsAppError[];
  /** The group, when the message went to one; `recipient.participantId` then says whose status it is. */
  groupId?: string;
}

export interface StatusRecipient {
  phone?: string;
  userId?: string;
  parentUserId?: string;
  participantId?: string;
}

/** Sent by Meta with `sent` and with one of delivered/read only. */
export interface StatusPricing {
  billable?: boolean;
  /** PMP, or CBP in old payloads. */
  model?: string;
  /** regular, free_customer_service, free_entry_point. */
  type?: string;
  /** Also what is not on a rate card: `marketing_lite`, `referral_conversion`, or a name that Meta comes up with. */
  category?: string;
  /** What this delivery costs, which WhatsApp says of messages under a max price only. */
  price?: { amountMicros: number; currency: string };
}

export function readStatusUpdate(
  piece: JsonObject,
  wamid: string,
  status: string,
  recipients: SenderDirectory,
  fallbackTime: Date,
): StatusUpdate {
  const timestamp = asTime(piece.timestamp);
  const toGroup = piece.recipient_type === 'group';
  const addressee = toGroup ? {} : phoneOrUserId(piece.recipient_id);
  const userId = asId(piece.recipient_user_id) ?? addressee.userId;
  const contact = recipients.find(addressee.phone, userId);

  const update: StatusUpdate = {
    wamid,
    status,
    timestamp: timestamp ?? fallbackTime,
    recipient: {
      phone: addressee.phone ?? phoneOrUserId(contact?.wa_id).phone,
      userId: userId ?? asId(contact?.user_id),
      parentUserId: asId(piece.recipient_parent_user_id) ?? asId(contact?.parent_user_id),
      participantId: asId(piece.recipient_participant_id),
    },
    callbackData: asText(piece.biz_opaque_callback_data),
    pricing: readPricing(piece.pricing),
    conversation: readConversation(piece.conversation),
    errors: readErrors(piece.errors),
    groupId: (toGroup ? asId(piece.recipient_id) : undefined) ?? asId(piece.group_id),
  };
  if (!timestamp) update.timestampInferred = true;
  return update;
}

function readPricing(value: unknown): StatusPricing | undefined {
  const pricing = asObject(value);
  return (
    pricing && {
      billable: asBoolean(pricing.billable),
      model: asNonEmptyText(pricing.pricing_model),
      type: asNonEmptyText(pricing.type),
      category: asNonEmptyText(pricing.category),
      price: readPrice(pricing.price),
    }
  );
}

/**
 * Millionths of a unit. Meta's page on the field has not been seen: this is the shape that the simulator sends, and of any other shape
 * nothing is read, so that no amount is ever guessed.
 */
function readPrice(value: unknown): StatusPricing['price'] {
  const price = asObject(value);
  const amountMicros = asNumber(price?.amount_micros);
  const currency = asText(price?.currency);
  if (amountMicros === undefined || !Number.isSafeInteger(amountMicros) || amountMicros < 0 || !/^[A-Z]{3}$/.test(currency ?? ''))
    return undefined;
  return { amountMicros, currency: currency! };
}

function readConversation(value: unknown): StatusUpdate['conversation'] {
  const conversation = asObject(value);
  return (
    conversation && {
      id: asId(conversation.id),
      originType: asNonEmptyText(asObject(conversation.origin)?.type),
      expiresAt: asTime(conversation.expiration_timestamp),
    }
  );
}
