import { asBoolean, asId, asNonEmptyText, asNumber, asObject, asText, asTime, objectsOf, ownValue } from './read-json.js';
import type { JsonObject } from './read-json.js';
import { phoneOrUserId } from './sender-directory.js';
import type { Sender } from './sender-directory.js';
import { readErrors } from './whatsapp-error.js';
import type { WhatsAppError } from './whatsapp-error.js';

/** One entry of `messages[]`. */
export interface InboundMessage extends InboundContent {
  wamid: string;
  timestamp: Date;
  /** Set when the time is the entry's or the reception's, because Meta's own was absent or unreadable. */
  timestampInferred?: true;
  from: Sender;
}

/** What a message says, whoever sent it and when. Parsed parts are there only where the message has them; `content` always holds the rest. */
export interface InboundContent extends MessageBody {
  /** As Meta names it; a type nobody knows yet is kept. `unknown` where Meta sent none. */
  type: string;
  /** The message this one answers. */
  contextWamid?: string;
  forwarded?: boolean;
  frequentlyForwarded?: boolean;
  /** The catalogue product the customer asks about. */
  referredProduct?: { catalogId?: string; productRetailerId?: string };
  /** Came from a click-to-WhatsApp ad or post; opens the 72 h free window. */
  referral?: Referral;
  groupId?: string;
  errors?: WhatsAppError[];
}

/** A message the business sent by itself, from its phone app or through Meta's agent. */
export interface EchoMessage extends MessageBody {
  wamid: string;
  type: string;
  timestamp: Date;
  timestampInferred?: true;
  from: { phone?: string };
  to: { phone?: string; userId?: string };
  contextWamid?: string;
  errors?: WhatsAppError[];
}

interface MessageBody {
  /** What a person would read: body, caption, chosen button, place, ... Absent where there is nothing to read. */
  text?: string;
  media?: InboundMedia;
  reaction?: { targetWamid: string; emoji: string | null };
  interactiveReply?: { id: string; title: string; description?: string };
  /** The answers of a Flow; the string as it came where it is not JSON. */
  flowResponse?: unknown;
  /** The payload of a template's quick-reply button. */
  buttonPayload?: string;
  location?: InboundLocation;
  contacts?: SharedContact[];
  order?: InboundOrder;
  system?: SystemChange;
  /** What the customer tried to send, where Meta says so. */
  unsupported?: { type?: string };
  /** Another message was edited (`text` is the new text) or revoked. */
  edit?: { originalWamid?: string; type?: string };
  revoke?: { originalWamid?: string };
  /** The body under the key that `type` names, untouched. */
  content: unknown;
}

export type InboundMediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

export interface InboundMedia {
  /** Lives 7 days at Meta. */
  id: string;
  kind: InboundMediaKind;
  mimeType?: string;
  /** Base64, not hex. */
  sha256?: string;
  /** Lives 5 minutes, needs the bearer token. */
  url?: string;
  caption?: string;
  filename?: string;
  voice?: boolean;
  animated?: boolean;
}

export interface InboundLocation {
  latitude: number;
  longitude: number;
  name?: string;
  address?: string;
  url?: string;
}

export interface SharedContact {
  name?: string;
  phones: { phone?: string; waId?: string; type?: string }[];
  emails: string[];
  company?: string;
  /** `contact_request`: the customer's own card, in answer to our request for it. */
  origin?: string;
}

export interface InboundOrder {
  catalogId?: string;
  text?: string;
  items: { productRetailerId?: string; quantity?: number; itemPrice?: number; currency?: string }[];
}

/** The customer changed number, user id or identity key. The message's `from` is who they were before. */
export interface SystemChange {
  type?: string;
  body?: string;
  previousPhone?: string;
  newPhone?: string;
  userId?: string;
  previousUserId?: string;
  parentUserId?: string;
  previousParentUserId?: string;
}

export interface Referral {
  sourceUrl?: string;
  sourceId?: string;
  sourceType?: string;
  headline?: string;
  body?: string;
  mediaType?: string;
  imageUrl?: string;
  videoUrl?: string;
  thumbnailUrl?: string;
  /** Absent for ads in Status. */
  ctwaClid?: string;
  welcomeMessage?: string;
}

const MEDIA_KINDS = new Map<string, InboundMediaKind>([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['voice', 'audio'],
  ['document', 'document'],
  ['sticker', 'sticker'],
]);

export function readInboundMessage(piece: JsonObject, wamid: string, from: Sender, fallbackTime: Date): InboundMessage {
  const timestamp = asTime(piece.timestamp);
  const envelope = { wamid, timestamp: timestamp ?? fallbackTime, from };
  const message: InboundMessage = Object.assign(readInboundContent(piece, from.phone), envelope);
  if (!timestamp) message.timestampInferred = true;
  return message;
}

/** @param senderPhone who wrote it, where that is known: a `system` message names only the new number */
export function readInboundContent(piece: JsonObject, senderPhone?: string): InboundContent {
  const type = asNonEmptyText(piece.type) ?? 'unknown';
  const message: InboundContent = { type, content: ownValue(piece, type) };
  readBody(message, type, piece, senderPhone);
  readContext(message, piece.context);
  const referral = asObject(piece.referral);
  if (referral) message.referral = readReferral(referral);
  const groupId = asId(piece.group_id);
  if (groupId !== undefined) message.groupId = groupId;
  if (Array.isArray(piece.errors)) message.errors = readErrors(piece.errors);
  return message;
}

export function readEcho(piece: JsonObject, wamid: string, fallbackTime: Date): EchoMessage {
  const type = asNonEmptyText(piece.type) ?? 'unknown';
  const timestamp = asTime(piece.timestamp);
  const to = phoneOrUserId(piece.to);
  const echo: EchoMessage = {
    wamid,
    type,
    timestamp: timestamp ?? fallbackTime,
    from: { phone: phoneOrUserId(piece.from).phone },
    to: { phone: to.phone, userId: asId(piece.to_user_id) ?? to.userId },
    content: ownValue(piece, type),
  };
  if (!timestamp) echo.timestampInferred = true;
  readBody(echo, type, piece, undefined);
  const contextWamid = asId(asObject(piece.context)?.id);
  if (contextWamid !== undefined) echo.contextWamid = contextWamid;
  if (Array.isArray(piece.errors)) echo.errors = readErrors(piece.errors);
  return echo;
}

function readContext(message: InboundContent, value: unknown): void {
  const context = asObject(value);
  if (!context) return;
  // A forwarded message has a context too, but no id in it.
  const contextWamid = asId(context.id);
  if (contextWamid !== undefined) message.contextWamid = contextWamid;
  if (context.forwarded === true || context.frequently_forwarded === true) message.forwarded = true;
  if (context.frequently_forwarded === true) message.frequentlyForwarded = true;
  const product = asObject(context.referred_product);
  if (product) message.referredProduct = { catalogId: asId(product.catalog_id), productRetailerId: asId(product.product_retailer_id) };
}

function readBody(target: MessageBody, type: string, piece: JsonObject, senderPhone: string | undefined): void {
  const mediaKind = MEDIA_KINDS.get(type);
  if (mediaKind) {
    readMedia(target, mediaKind, type === 'voice', asObject(target.content));
    return;
  }
  if (type === 'contacts') {
    if (Array.isArray(target.content)) target.contacts = objectsOf(target.content).map(readSharedContact);
    setText(target, target.contacts?.map(renderContact).filter(Boolean).join('\n'));
    return;
  }
  if (type === 'unsupported') {
    target.unsupported = { type: asNonEmptyText(asObject(piece.unsupported)?.type) };
    return;
  }
  const body = asObject(target.content);
  if (!body) return;
  switch (type) {
    case 'text':
      setText(target, asText(body.body));
      return;
    case 'button':
      setText(target, asText(body.text));
      target.buttonPayload = asText(body.payload);
      return;
    case 'interactive':
      readInteractive(target, body);
      return;
    case 'location':
      readLocation(target, body);
      return;
    case 'order':
      readOrder(target, body);
      return;
    case 'reaction':
      readReaction(target, body);
      return;
    case 'system':
      target.system = readSystem(body, senderPhone);
      setText(target, target.system.body);
      return;
    case 'edit':
      readEdit(target, body);
      return;
    case 'revoke':
      target.revoke = { originalWamid: asId(body.original_message_id) };
      return;
    default:
  }
}

function setText(target: MessageBody, text: string | undefined): void {
  if (text) target.text = text;
}

function readMedia(target: MessageBody, kind: InboundMediaKind, voice: boolean, body: JsonObject | undefined): void {
  if (!body) return;
  const caption = asNonEmptyText(body.caption);
  setText(target, caption);
  const id = asId(body.id);
  if (id === undefined) return;
  target.media = {
    id,
    kind,
    mimeType: asNonEmptyText(body.mime_type),
    sha256: asNonEmptyText(body.sha256),
    url: asNonEmptyText(body.url),
    caption,
    filename: asNonEmptyText(body.filename),
    voice: voice || asBoolean(body.voice),
    animated: asBoolean(body.animated),
  };
}

function readInteractive(target: MessageBody, body: JsonObject): void {
  const choice = asObject(body.button_reply) ?? asObject(body.list_reply);
  if (choice) {
    const title = asText(choice.title) ?? '';
    target.interactiveReply = { id: asId(choice.id) ?? '', title, description: asNonEmptyText(choice.description) };
    setText(target, title);
    return;
  }
  const flow = asObject(body.nfm_reply);
  if (flow) {
    setText(target, asText(flow.body));
    target.flowResponse = parseFlowResponse(flow.response_json);
    return;
  }
  const permission = asObject(body.call_permission_reply);
  if (permission) setText(target, asText(permission.response));
}

/** Meta sends a string of JSON, usually of an object; broken and non-object responses have been seen. */
function parseFlowResponse(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return asText(value);
  }
}

function readLocation(target: MessageBody, body: JsonObject): void {
  const latitude = asNumber(body.latitude);
  const longitude = asNumber(body.longitude);
  const name = asNonEmptyText(body.name);
  const address = asNonEmptyText(body.address);
  const coordinates = latitude !== undefined && longitude !== undefined;
  if (coordinates) target.location = { latitude, longitude, name, address, url: asNonEmptyText(body.url) };
  const place = [name, address].filter(Boolean).join(', ');
  setText(target, place || (coordinates ? `${latitude},${longitude}` : undefined));
}

function readOrder(target: MessageBody, body: JsonObject): void {
  const order: InboundOrder = {
    catalogId: asId(body.catalog_id),
    text: asNonEmptyText(body.text),
    items: objectsOf(body.product_items).map((item) => ({
      productRetailerId: asId(item.product_retailer_id),
      quantity: asNumber(item.quantity),
      itemPrice: asNumber(item.item_price),
      currency: asNonEmptyText(item.currency),
    })),
  };
  target.order = order;
  const lines = order.items.map((item) => `${item.quantity ?? '?'} x ${item.productRetailerId ?? '?'}`);
  setText(target, [order.text, ...lines].filter(Boolean).join('\n'));
}

function readReaction(target: MessageBody, body: JsonObject): void {
  const targetWamid = asId(body.message_id);
  if (targetWamid === undefined) return;
  // A removed reaction comes as an empty string or without the key.
  const emoji = asNonEmptyText(body.emoji) ?? null;
  target.reaction = { targetWamid, emoji };
  setText(target, emoji ?? undefined);
}

function readSystem(body: JsonObject, senderPhone: string | undefined): SystemChange {
  return {
    type: asNonEmptyText(body.type),
    body: asNonEmptyText(body.body),
    previousPhone: senderPhone ?? phoneOrUserId(body.customer).phone,
    newPhone: phoneOrUserId(body.wa_id).phone ?? phoneOrUserId(body.new_wa_id).phone,
    userId: asId(body.user_id),
    previousUserId: asId(body.previous_user_id),
    parentUserId: asId(body.parent_user_id),
    previousParentUserId: asId(body.previous_parent_user_id),
  };
}

function readEdit(target: MessageBody, body: JsonObject): void {
  const edited = asObject(body.message);
  const type = asNonEmptyText(edited?.type);
  target.edit = { originalWamid: asId(body.original_message_id), type };
  const inner = edited && type !== undefined ? asObject(ownValue(edited, type)) : undefined;
  setText(target, asText(inner?.body) ?? asText(inner?.caption));
}

function readSharedContact(card: JsonObject): SharedContact {
  const name = asObject(card.name);
  return {
    name: asNonEmptyText(name?.formatted_name) ?? asNonEmptyText(name?.first_name),
    phones: objectsOf(card.phones).map((phone) => ({
      phone: asId(phone.phone),
      waId: asId(phone.wa_id),
      type: asNonEmptyText(phone.type),
    })),
    emails: objectsOf(card.emails)
      .map((email) => asNonEmptyText(email.email))
      .filter((email) => email !== undefined),
    company: asNonEmptyText(asObject(card.org)?.company),
    origin: asNonEmptyText(card.origin),
  };
}

function renderContact(contact: SharedContact): string {
  const phones = contact.phones.map((phone) => phone.phone ?? phone.waId).filter(Boolean);
  return [contact.name, ...phones].filter(Boolean).join(', ');
}

function readReferral(referral: JsonObject): Referral {
  return {
    sourceUrl: asNonEmptyText(referral.source_url),
    sourceId: asId(referral.source_id),
    sourceType: asNonEmptyText(referral.source_type),
    headline: asNonEmptyText(referral.headline),
    body: asNonEmptyText(referral.body),
    mediaType: asNonEmptyText(referral.media_type),
    imageUrl: asNonEmptyText(referral.image_url),
    videoUrl: asNonEmptyText(referral.video_url),
    thumbnailUrl: asNonEmptyText(referral.thumbnail_url),
    ctwaClid: asNonEmptyText(referral.ctwa_clid),
    welcomeMessage: asNonEmptyText(asObject(referral.welcome_message)?.text),
  };
}
