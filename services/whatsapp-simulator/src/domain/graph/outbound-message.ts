import { GROUP_TYPES } from '../phone/group.js';
import { invalidParameter, invalidValue, missingParameter } from './graph-error.js';
import { isUserId, phoneDigits } from '../phone/identity.js';

/**
 * The rules of `POST /{phone_number_id}/messages`, written from Meta's pages independently of the sender's own checks,
 * so that a mistake in one shows in the other.
 */
export interface OutboundRequest {
  /** As given; Meta repeats it in `contacts[].input`. */
  input: string;
  phone?: string;
  userId?: string;
  groupId?: string;
  type: string;
  /** The object beside `type`. */
  body: unknown;
  contextWamid?: string;
  callbackData?: string;
}

type Fields = Record<string, unknown>;

const TYPES = ['audio', 'contacts', 'document', 'image', 'interactive', 'location', 'reaction', 'sticker', 'template', 'text', 'video'];
const MEDIA_TYPES = ['audio', 'document', 'image', 'sticker', 'video'];
const CAPTIONED = ['document', 'image', 'video'];

/** Parses the body of a send call. Throws GraphError 100, 131008 or 131009 as Meta would. */
export function parseOutbound(input: unknown): OutboundRequest {
  const message = fields(input, 'body');
  if (message.messaging_product !== 'whatsapp') {
    throw message.messaging_product === undefined
      ? invalidParameter('The parameter messaging_product is required.')
      : invalidParameter("Param messaging_product must be one of {WHATSAPP} - got '" + String(message.messaging_product) + "'.");
  }
  const recipient = recipientOf(message);
  const type = message.type === undefined ? 'text' : message.type;
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    throw invalidParameter(`Param type must be one of {${TYPES.join(', ').toUpperCase()}} - got "${String(type)}".`);
  }
  const body = message[type];
  if (body === undefined || body === null) throw missingParameter(`Parameter '${type}' is mandatory for type '${type}'`);
  const callbackData = optionalText(message.biz_opaque_callback_data, 'biz_opaque_callback_data', 512);
  const context = message.context === undefined ? undefined : fields(message.context, 'context');
  const contextWamid = context && optionalText(context.message_id, "context['message_id']", 512);
  check(type, body);
  if (recipient.groupId !== undefined && !GROUP_TYPES.includes(type)) {
    throw invalidParameter(`Param type: messages of type ${type} are not supported in groups.`);
  }
  return { ...recipient, type, body, contextWamid, callbackData };
}

function recipientOf(message: Fields): { input: string; phone?: string; userId?: string; groupId?: string } {
  const { to, recipient } = message;
  if (message.recipient_type === 'group') {
    const input = requiredText(to, 'to', 512);
    return { input, groupId: input };
  }
  // Meta prefers `to` when both are given.
  if (to !== undefined && to !== null && to !== '') {
    const input = String(to);
    const phone = phoneDigits(input);
    if (!phone) throw invalidValue(`to: '${input}' is not a phone number; expected the full international form such as +16505551234`);
    return { input, phone };
  }
  if (recipient === undefined || recipient === null || recipient === '') throw invalidParameter('The parameter to is required.');
  const input = String(recipient);
  if (!isUserId(input)) throw invalidValue(`recipient: '${input}' is not a business-scoped user id such as US.13491208655302741918`);
  return { input, userId: input };
}

function check(type: string, body: unknown): void {
  if (MEDIA_TYPES.includes(type)) return checkMedia(type, fields(body, type));
  switch (type) {
    case 'text': {
      const text = fields(body, 'text');
      requiredText(text.body, "text['body']", 4096);
      if (text.preview_url !== undefined && typeof text.preview_url !== 'boolean') {
        throw invalidParameter("Param text['preview_url'] must be a boolean.");
      }
      return;
    }
    case 'location':
      return checkLocation(fields(body, 'location'));
    case 'reaction': {
      const reaction = fields(body, 'reaction');
      requiredText(reaction.message_id, "reaction['message_id']", 512);
      if (typeof reaction.emoji !== 'string')
        throw missingParameter("reaction['emoji'] is required; an empty string takes the reaction back");
      return;
    }
    case 'contacts':
      return checkContacts(body);
    case 'template': {
      const template = fields(body, 'template');
      requiredText(template.name, "template['name']", 512);
      requiredText(
        fields(template.language ?? missing("template['language']"), 'template.language').code,
        "template['language']['code']",
        16,
      );
      if (template.components !== undefined && !Array.isArray(template.components)) {
        throw invalidParameter("Param template['components'] must be an array.");
      }
      return;
    }
    case 'interactive':
      return checkInteractive(fields(body, 'interactive'));
  }
}

function checkMedia(type: string, media: Fields): void {
  const { id, link } = media;
  if ((id === undefined) === (link === undefined)) {
    throw id === undefined
      ? missingParameter(`${type}: one of 'id' and 'link' is required`)
      : invalidValue(`${type}: give 'id' or 'link', not both`);
  }
  if (id !== undefined) requiredText(String(id), `${type}['id']`, 256);
  if (link !== undefined && !/^https?:\/\//.test(String(link))) throw invalidValue(`${type}['link'] must be an http or https address`);
  if (media.caption !== undefined) {
    if (!CAPTIONED.includes(type)) throw invalidParameter(`Unexpected key "caption" on param "${type}".`);
    requiredText(media.caption, `${type}['caption']`, 1024);
  }
  if (media.filename !== undefined) {
    if (type !== 'document') throw invalidParameter(`Unexpected key "filename" on param "${type}".`);
    requiredText(media.filename, "document['filename']", 240);
  }
}

function checkLocation(location: Fields): void {
  const latitude = Number(location.latitude ?? missing("location['latitude']"));
  const longitude = Number(location.longitude ?? missing("location['longitude']"));
  if (!(Math.abs(latitude) <= 90)) throw invalidValue("location['latitude'] must be between -90 and 90");
  if (!(Math.abs(longitude) <= 180)) throw invalidValue("location['longitude'] must be between -180 and 180");
}

function checkContacts(body: unknown): void {
  if (!Array.isArray(body) || body.length === 0) throw missingParameter('contacts must be an array with at least one contact');
  if (body.length > 257) throw invalidValue('contacts: at most 257');
  body.forEach((entry, index) => {
    const name = fields(fields(entry, `contacts[${index}]`).name ?? missing(`contacts[${index}]['name']`), 'name');
    requiredText(name.formatted_name, `contacts[${index}]['name']['formatted_name']`, 1024);
  });
}

const INTERACTIVE: Record<string, (action: Fields, interactive: Fields) => void> = {
  button: (action) => {
    const buttons = list(action.buttons, "interactive['action']['buttons']", 1, 3);
    const replies = buttons.map((button) => {
      if (button.type !== 'reply') throw invalidValue('interactive button: type must be reply');
      return fields(button.reply ?? missing('reply'), 'reply');
    });
    uniqueIdsAndTitles(replies, 256, 20, 'button');
  },
  list: (action) => {
    requiredText(action.button, "interactive['action']['button']", 20);
    const sections = list(action.sections, "interactive['action']['sections']", 1, 10);
    const rows = sections.flatMap((section) => {
      if (sections.length > 1) requiredText(section.title, 'section title (required with more than one section)', 24);
      else optionalText(section.title, 'section title', 24);
      return list(section.rows, 'section rows', 1, 10);
    });
    if (rows.length > 10) throw invalidValue(`Total row count exceed max allowed count: 10 (got ${rows.length})`);
    uniqueIdsAndTitles(rows, 200, 24, 'row', false);
    rows.forEach((row) => optionalText(row.description, 'row description', 72));
  },
  cta_url: (action) => {
    const parameters = fields(action.parameters ?? missing("interactive['action']['parameters']"), 'parameters');
    requiredText(parameters.display_text, 'display_text', 20);
    if (!/^https?:\/\//.test(String(parameters.url ?? ''))) throw invalidValue('cta_url: url must be an http or https address');
  },
  location_request_message: (action) => {
    if (action.name !== 'send_location') throw invalidValue("location_request_message: action name must be 'send_location'");
  },
  flow: (action) => {
    const parameters = fields(action.parameters ?? missing('flow parameters'), 'parameters');
    if (parameters.flow_id === undefined && parameters.flow_name === undefined) throw missingParameter('flow_id or flow_name is required');
    requiredText(parameters.flow_cta, 'flow_cta', 30);
  },
  product: (action) => {
    requiredText(action.catalog_id, 'catalog_id', 256);
    requiredText(action.product_retailer_id, 'product_retailer_id', 256);
  },
  product_list: (action) => {
    requiredText(action.catalog_id, 'catalog_id', 256);
    const items = list(action.sections, 'sections', 1, 10).flatMap((section) => list(section.product_items, 'product_items', 1, 30));
    if (items.length > 30) throw invalidValue('product_list: at most 30 products');
  },
  catalog_message: (action) => {
    if (action.name !== 'catalog_message') throw invalidValue("catalog_message: action name must be 'catalog_message'");
  },
  carousel: (action) => {
    list(action.cards, 'cards', 2, 10);
  },
  call_permission_request: () => undefined,
  request_contact_info: () => undefined,
};

const BODYLESS = ['product', 'carousel', 'call_permission_request', 'request_contact_info'];

function checkInteractive(interactive: Fields): void {
  const type = String(interactive.type ?? missing("interactive['type']"));
  const checkAction = INTERACTIVE[type];
  if (!checkAction) throw invalidValue(`interactive['type'] must be one of ${Object.keys(INTERACTIVE).join(', ')}`);
  const body = interactive.body === undefined ? undefined : fields(interactive.body, 'interactive.body');
  if (body || !BODYLESS.includes(type)) requiredText(body?.text, "interactive['body']['text']", type === 'list' ? 4096 : 1024);
  if (interactive.footer !== undefined) requiredText(fields(interactive.footer, 'footer').text, "interactive['footer']['text']", 60);
  if (interactive.header !== undefined) {
    const header = fields(interactive.header, 'header');
    if (header.type === 'text') requiredText(header.text, "interactive['header']['text']", 60);
    else if (type === 'list') throw invalidValue('interactive list: the header must be text');
    else if (['image', 'video', 'document'].includes(String(header.type))) {
      checkMedia(String(header.type), fields(header[String(header.type)] ?? missing('header media'), 'header'));
    } else throw invalidValue("interactive['header']['type'] must be text, image, video or document");
  }
  const action =
    BODYLESS.includes(type) && interactive.action === undefined
      ? {}
      : fields(interactive.action ?? missing("interactive['action']"), 'action');
  checkAction(action, interactive);
}

function uniqueIdsAndTitles(entries: Fields[], idMax: number, titleMax: number, what: string, uniqueTitles = true): void {
  const ids = new Set<unknown>();
  const titles = new Set<unknown>();
  for (const entry of entries) {
    requiredText(entry.id, `${what} id`, idMax);
    requiredText(entry.title, `${what} title`, titleMax);
    if (ids.has(entry.id)) throw invalidValue(`${what} id '${String(entry.id)}' is used twice`);
    if (uniqueTitles && titles.has(entry.title)) throw invalidValue(`${what} title '${String(entry.title)}' is used twice`);
    ids.add(entry.id);
    titles.add(entry.title);
  }
}

function list(value: unknown, name: string, min: number, max: number): Fields[] {
  if (!Array.isArray(value) || value.length < min) throw missingParameter(`${name}: at least ${min} required`);
  if (value.length > max) throw invalidValue(`${name}: at most ${max} allowed, got ${value.length}`);
  return value.map((entry) => fields(entry, name));
}

function fields(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalidParameter(`Param ${name} must be a JSON object.`);
  return value as Fields;
}

function missing(name: string): never {
  throw missingParameter(`${name} is required`);
}

/** Lengths are counted in characters, not UTF-16 units, so that an emoji is one. */
function requiredText(value: unknown, name: string, max: number): string {
  if (value === undefined || value === null || value === '') throw missingParameter(`${name} is required`);
  if (typeof value !== 'string') throw invalidParameter(`Param ${name} must be a string.`);
  if (value.length > max && [...value].length > max) throw invalidParameter(`Param ${name} must be at most ${max} characters long.`);
  return value;
}

function optionalText(value: unknown, name: string, max: number): string | undefined {
  return value === undefined || value === null ? undefined : requiredText(value, name, max);
}

/** The text of a message for lists and logs; templates are rendered elsewhere. */
export function outboundText(type: string, body: unknown): string | undefined {
  const content = body as Fields;
  if (type === 'text') return content.body as string;
  if (type === 'interactive') return (content.body as Fields | undefined)?.text as string | undefined;
  if (type === 'reaction') return content.emoji as string;
  return content.caption as string | undefined;
}

/** Ids of uploaded media that a message refers to, with the kind each is used as. */
export function referencedMedia(type: string, body: unknown): { id: string; kind: string }[] {
  if (MEDIA_TYPES.includes(type)) {
    const id = (body as Fields).id;
    return id === undefined ? [] : [{ id: String(id), kind: type }];
  }
  if (type !== 'interactive') return [];
  const header = (body as Fields).header as Fields | undefined;
  const kind = String(header?.type ?? 'text');
  const media = header?.[kind] as Fields | undefined;
  return kind === 'text' || media?.id === undefined ? [] : [{ id: String(media.id), kind }];
}
