import { asBoolean, asId, asNonEmptyText, asObject, asText, asTime } from './read-json.js';
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
  category?: string;
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
    }
  );
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
