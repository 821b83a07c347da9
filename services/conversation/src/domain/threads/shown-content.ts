import type { Direction } from '#contracts';
import {
  readInboundContent,
  type InboundContent,
  type InboundLocation,
  type InboundOrder,
  type Referral,
  type RenderedTemplate,
  type SharedContact,
} from '#whatsapp';

/** Types of message that carry a file. `voice` is what old payloads call a recording. */
export const MEDIA_TYPES = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;

/** What a message carries besides its text, in one shape for inbound and outbound. */
export interface ShownContent {
  caption?: string;
  voice?: boolean;
  animated?: boolean;
  location?: InboundLocation;
  contacts?: Omit<SharedContact, 'origin'>[];
  /** Of a customer: what was chosen. Of the business: what there is to choose from, as it was sent. */
  interactive?: Record<string, unknown>;
  order?: InboundOrder;
  /** As the customer sees it, where it was known when it was sent. */
  template?: ShownTemplate;
  /** The ad or post the customer came from. */
  referral?: Referral;
  /** WhatsApp does not hand the message on: what the customer tried to send, and WhatsApp's own words for why, where it says so. */
  unsupported?: { type?: string; title?: string; details?: string };
  forwarded?: boolean;
}

/** A template with its values. `text` of the message has its words. */
export interface ShownTemplate extends Partial<RenderedTemplate> {
  name?: string;
  language?: string;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Reads stored content of whatever shape; what it does not know it leaves out. */
export function shownContent(message: { direction: Direction; type: string; content: unknown }): ShownContent {
  const content = fieldsOf(message.content);
  if (!content) return {};
  return withoutGaps(message.direction === 'inbound' ? inbound(message.type, content) : outbound(message.type, content));
}

function inbound(type: string, content: Fields): ShownContent {
  const read = readInboundContent({ ...content, type });
  return {
    caption: read.media?.caption,
    voice: read.media?.voice,
    animated: read.media?.animated,
    location: read.location,
    contacts: read.contacts?.map(({ name, phones, emails, company }) => ({ name, phones, emails, company })),
    interactive: chosen(type, read),
    order: read.order,
    referral: read.referral,
    unsupported: withheld(type, read),
    forwarded: read.forwarded,
  };
}

/** Any type may come with errors: WhatsApp could not read it, or its file. Source: Meta, "Messages webhook reference: errors". */
function withheld(type: string, { unsupported, errors }: InboundContent): ShownContent['unsupported'] {
  const [error] = errors ?? [];
  if (!unsupported && !error && type !== 'unknown') return undefined;
  const title = error?.title ?? error?.message;
  // Some errors say the same thing twice.
  return { ...unsupported, title, details: error?.details === title ? undefined : error?.details };
}

function chosen(type: string, read: InboundContent): Fields | undefined {
  if (read.interactiveReply) return { kind: 'reply', ...read.interactiveReply };
  if (read.flowResponse !== undefined) return { kind: 'flow', response: read.flowResponse };
  if (type === 'button') return { kind: 'button', title: read.text ?? '', ...(read.buttonPayload ? { id: read.buttonPayload } : {}) };
  return undefined;
}

function outbound(type: string, content: Fields): ShownContent {
  const body = content[type];
  const fields = fieldsOf(body);
  switch (type) {
    case 'image':
    case 'video':
    case 'document':
      return { caption: textOf(fields?.caption) };
    case 'audio':
      return { voice: fields?.voice === true || undefined };
    case 'location':
      return { location: outboundLocation(fields) };
    case 'contacts':
      return { contacts: inbound('contacts', { contacts: body }).contacts };
    case 'interactive':
      return { interactive: fields };
    case 'template':
      return { template: fields && outboundTemplate(fields) };
    default:
      return {};
  }
}

function outboundTemplate(fields: Fields): ShownTemplate {
  const rendered = fieldsOf(fields.rendered) as RenderedTemplate | undefined;
  return { name: textOf(fields.name), language: textOf(fields.language), ...rendered };
}

function outboundLocation(fields: Fields | undefined): ShownContent['location'] {
  const { latitude, longitude } = fields ?? {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  return { latitude, longitude, name: textOf(fields!.name), address: textOf(fields!.address) };
}

/** Without keys that hold nothing, at every level: as it is read back from JSON. */
function withoutGaps(value: ShownContent): ShownContent {
  return JSON.parse(JSON.stringify(value)) as ShownContent;
}
