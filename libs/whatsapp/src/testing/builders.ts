import { signBody, metaSerialize } from '../signature.js';

/**
 * Builders of webhook bodies in Meta's shape, for tests and the simulator. Nothing here is random: the caller names what matters. What has
 * no time of its own is of now: a message of a fixed day would be older than WhatsApp's 24 hours on every later one.
 */

export interface WebhookBody {
  object: 'whatsapp_business_account';
  entry: WebhookEntry[];
}

export interface WebhookEntry {
  id: string;
  time?: number;
  changes: { field: string; value: Record<string, unknown> }[];
}

/** Whose number it is; tests with several tenants make several of these. */
export interface WebhookTenant {
  wabaId: string;
  phoneNumberId: string;
  displayPhoneNumber?: string;
}

export interface TextMessageInput extends MessageInput {
  body: string;
}

export interface MessageInput {
  wamid: string;
  /** Digits without `+`. Leave it out, with `userId` given, for a customer who hides the number. */
  from?: string;
  userId?: string;
  name?: string;
  username?: string;
  /** Default: now. */
  at?: Date;
  contextWamid?: string;
}

export interface StatusInput {
  wamid: string;
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed' | (string & {});
  recipientId?: string;
  recipientUserId?: string;
  callbackData?: string;
  at?: Date;
  errors?: { code: number; title?: string; message?: string; details?: string }[];
  pricing?: { category: string; type: string; pricing_model?: string; billable?: boolean };
}

export interface BuiltMessage {
  message: Record<string, unknown>;
  contact: Record<string, unknown>;
}

function seconds(at = new Date()): string {
  return String(Math.trunc(at.getTime() / 1000));
}

/** A message of any type with its contact; `content` is what stands under the type's key. */
export function inboundMessage(input: MessageInput, type: string, content: unknown): BuiltMessage {
  const message: Record<string, unknown> = { id: input.wamid, timestamp: seconds(input.at), type, [type]: content };
  const contact: Record<string, unknown> = { profile: { name: input.name ?? 'Test Customer', username: input.username } };
  if (input.from !== undefined) {
    message.from = input.from;
    contact.wa_id = input.from;
  }
  if (input.userId !== undefined) {
    message.from_user_id = input.userId;
    contact.user_id = input.userId;
  }
  if (input.contextWamid !== undefined) message.context = { id: input.contextWamid };
  return { message, contact };
}

export function textMessage({ body, ...input }: TextMessageInput): BuiltMessage {
  return inboundMessage(input, 'text', { body });
}

export function statusUpdate(input: StatusInput): Record<string, unknown> {
  return {
    id: input.wamid,
    status: input.status,
    timestamp: seconds(input.at),
    recipient_id: input.recipientId,
    recipient_user_id: input.recipientUserId,
    biz_opaque_callback_data: input.callbackData,
    pricing: input.pricing,
    errors: input.errors?.map(({ details, ...error }) => ({ ...error, error_data: details === undefined ? undefined : { details } })),
  };
}

/** One entry of the `messages` field (or of `standby`) of one tenant. */
export function messagesEntry(
  tenant: WebhookTenant,
  updates: { messages?: BuiltMessage[]; statuses?: Record<string, unknown>[]; field?: string },
): WebhookEntry {
  const value: Record<string, unknown> = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: tenant.displayPhoneNumber ?? '15550000000', phone_number_id: tenant.phoneNumberId },
  };
  if (updates.messages) {
    const contacts = new Map(updates.messages.map(({ contact }) => [JSON.stringify([contact.wa_id, contact.user_id]), contact]));
    value.contacts = [...contacts.values()];
    value.messages = updates.messages.map(({ message }) => message);
  }
  if (updates.statuses) value.statuses = updates.statuses;
  return { id: tenant.wabaId, changes: [{ field: updates.field ?? 'messages', value }] };
}

/** One entry of an account field such as `message_template_status_update`. */
export function accountEntry(wabaId: string, field: string, value: Record<string, unknown>, at?: Date): WebhookEntry {
  return { id: wabaId, time: Number(seconds(at)), changes: [{ field, value }] };
}

/** One POST body; several entries make a batch, of one tenant or of several. */
export function webhookBody(...entry: WebhookEntry[]): WebhookBody {
  return { object: 'whatsapp_business_account', entry };
}

export function textWebhook(tenant: WebhookTenant, ...inputs: TextMessageInput[]): WebhookBody {
  return webhookBody(messagesEntry(tenant, { messages: inputs.map(textMessage) }));
}

export function statusWebhook(tenant: WebhookTenant, ...inputs: StatusInput[]): WebhookBody {
  return webhookBody(messagesEntry(tenant, { statuses: inputs.map(statusUpdate) }));
}

/** The bytes and the header as Meta would post them. */
export function signedWebhook(body: unknown, appSecret: string): { raw: Buffer; headers: Record<string, string> } {
  const raw = Buffer.from(metaSerialize(body));
  return { raw, headers: { 'content-type': 'application/json', 'x-hub-signature-256': signBody(raw, appSecret) } };
}
