import { OUTBOUND_LIMITS, type OutboundContent, type OutboundProblem, type OutboundType } from './outbound-content.js';
import { asObject } from './read-json.js';
import type { JsonObject } from './read-json.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const OUTBOUND_TYPES: readonly OutboundType[] = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'template',
  'interactive',
  'location',
  'contacts',
  'reaction',
];

/**
 * Everything that WhatsApp would refuse in `content`, empty when it may go. Takes what a caller sent, of whatever shape, and never
 * throws. Lengths count code points: Meta does not say its unit, and this is the reading that refuses least.
 */
export function validateOutbound(content: OutboundContent): OutboundProblem[] {
  const check = new Check();
  const root = asObject(content as unknown);
  const type = root?.type;
  if (!root || !OUTBOUND_TYPES.includes(type as OutboundType)) {
    check.add('type', 'unknown_type', `the type is ${quote(type)}; one of ${OUTBOUND_TYPES.join(', ')} is expected`);
    return check.problems;
  }
  const name = type as OutboundType;
  if (name === 'text') {
    const text = typeof root.text === 'string' ? { body: root.text } : check.object('text', root.text);
    if (text) check.text('text.body', text.body, OUTBOUND_LIMITS.textBody);
  } else if (name === 'contacts') {
    validateContacts(check, root.contacts);
  } else {
    const body = check.object(name, root[name]);
    if (body) VALIDATORS[name](check, body);
  }
  return check.problems;
}

const VALIDATORS: Record<Exclude<OutboundType, 'text' | 'contacts'>, (check: Check, body: JsonObject) => void> = {
  image: (check, body) => check.media('image', body, true),
  video: (check, body) => check.media('video', body, true),
  document: (check, body) => check.media('document', body, true),
  audio: (check, body) => check.media('audio', body, false),
  sticker: (check, body) => check.media('sticker', body, false),
  template: (check, body) => {
    check.text('template.name', body.name, OUTBOUND_LIMITS.templateName);
    if (typeof body.name === 'string' && body.name !== '' && !/^[a-z0-9_]+$/.test(body.name)) {
      check.add('template.name', 'not_valid', 'a template name has only a-z, 0-9 and _');
    }
    check.text('template.language', body.language, 16);
    if (body.components !== undefined) {
      check.list('template.components', body.components, 0, Infinity).forEach((component, index) => {
        const field = `template.components[${index}]`;
        const object = check.object(field, component);
        if (object) check.text(`${field}.type`, object.type, 32);
        if (object && object.parameters !== undefined) check.list(`${field}.parameters`, object.parameters, 0, Infinity);
      });
    }
  },
  interactive: validateInteractive,
  location: (check, body) => {
    check.range('location.latitude', body.latitude, 90);
    check.range('location.longitude', body.longitude, 180);
  },
  reaction: (check, body) => {
    check.text('reaction.wamid', body.wamid, 512);
    if (typeof body.emoji !== 'string')
      check.add('reaction.emoji', 'required', 'an emoji is expected, or an empty string to take the reaction back');
    // The longest emoji sequences in use (families, flags of regions) stay below 20 code points.
    else if (length(body.emoji) > 20 || /\s/.test(body.emoji)) check.add('reaction.emoji', 'not_valid', 'exactly one emoji is expected');
  },
};

function validateInteractive(check: Check, body: JsonObject): void {
  const at = (field: string): string => `interactive.${field}`;
  const limits = OUTBOUND_LIMITS;
  const frame = (bodyLimit: number): void => {
    check.text(at('body'), body.body, bodyLimit);
    if (body.footer !== undefined) check.text(at('footer'), body.footer, limits.footer);
    if (body.header !== undefined) validateHeader(check, at('header'), body.header, body.kind === 'list');
  };
  switch (body.kind) {
    case 'button': {
      frame(limits.interactiveBody);
      const buttons = check.objects(at('buttons'), body.buttons, 1, limits.buttons);
      buttons.forEach(({ field, object }) => {
        check.text(`${field}.id`, object.id, limits.buttonId);
        check.text(`${field}.title`, object.title, limits.buttonTitle);
      });
      check.unique(
        at('buttons'),
        'id',
        buttons.map(({ object }) => object.id),
      );
      check.unique(
        at('buttons'),
        'title',
        buttons.map(({ object }) => object.title),
      );
      return;
    }
    case 'list': {
      frame(limits.listBody);
      check.text(at('button'), body.button, limits.listButton);
      const sections = check.objects(at('sections'), body.sections, 1, limits.listSections);
      const ids: unknown[] = [];
      for (const { field, object } of sections) {
        if (sections.length > 1 || object.title !== undefined) check.text(`${field}.title`, object.title, limits.sectionTitle);
        for (const row of check.objects(`${field}.rows`, object.rows, 1, Infinity)) {
          check.text(`${row.field}.id`, row.object.id, limits.rowId);
          check.text(`${row.field}.title`, row.object.title, limits.rowTitle);
          if (row.object.description !== undefined) check.text(`${row.field}.description`, row.object.description, limits.rowDescription);
          ids.push(row.object.id);
        }
      }
      if (ids.length > limits.listRows) {
        check.add(at('sections'), 'too_many', `${ids.length} rows; at most ${limits.listRows} in all sections together`);
      }
      check.unique(at('sections'), 'row id', ids);
      return;
    }
    case 'cta_url':
      frame(limits.interactiveBody);
      check.text(at('displayText'), body.displayText, limits.ctaDisplayText);
      check.url(at('url'), body.url, ['https:', 'http:']);
      return;
    case 'location_request':
      check.text(at('body'), body.body, limits.interactiveBody);
      return;
    case 'flow':
      frame(limits.interactiveBody);
      check.text(at('flowCta'), body.flowCta, limits.flowCta);
      check.oneOf(at('flowId'), body, ['flowId', 'flowName']);
      return;
    case 'product':
      check.text(at('catalogId'), body.catalogId, 256);
      check.text(at('productRetailerId'), body.productRetailerId, 256);
      if (body.body !== undefined) check.text(at('body'), body.body, limits.interactiveBody);
      if (body.footer !== undefined) check.text(at('footer'), body.footer, limits.footer);
      return;
    case 'product_list': {
      check.text(at('catalogId'), body.catalogId, 256);
      check.text(at('header'), body.header, limits.headerText);
      check.text(at('body'), body.body, limits.interactiveBody);
      if (body.footer !== undefined) check.text(at('footer'), body.footer, limits.footer);
      let products = 0;
      for (const { field, object } of check.objects(at('sections'), body.sections, 1, limits.listSections)) {
        check.text(`${field}.title`, object.title, limits.sectionTitle);
        const ids = check.list(`${field}.productRetailerIds`, object.productRetailerIds, 1, Infinity);
        ids.forEach((id, index) => check.text(`${field}.productRetailerIds[${index}]`, id, 256));
        products += ids.length;
      }
      if (products > limits.products)
        check.add(at('sections'), 'too_many', `${products} products; at most ${limits.products} in all sections together`);
      return;
    }
    case 'catalog':
      check.text(at('body'), body.body, limits.interactiveBody);
      if (body.footer !== undefined) check.text(at('footer'), body.footer, limits.footer);
      return;
    default:
      check.add(
        at('kind'),
        'unknown_type',
        `the kind is ${quote(body.kind)}; one of button, list, cta_url, location_request, flow, product, product_list, catalog is expected`,
      );
  }
}

function validateHeader(check: Check, field: string, value: unknown, textOnly: boolean): void {
  const header = check.object(field, value);
  if (!header) return;
  const allowed = textOnly ? ['text'] : ['text', 'image', 'video', 'document'];
  const type = header.type;
  if (typeof type !== 'string' || !allowed.includes(type)) {
    check.add(`${field}.type`, 'unknown_type', `the header type is ${quote(type)}; ${allowed.join(', ')} is expected`);
  } else if (type === 'text') {
    check.text(`${field}.text`, header.text, OUTBOUND_LIMITS.headerText);
  } else {
    const media = check.object(`${field}.${type}`, header[type]);
    if (media) check.media(`${field}.${type}`, media, false);
  }
}

function validateContacts(check: Check, value: unknown): void {
  for (const { field, object } of check.objects('contacts', value, 1, OUTBOUND_LIMITS.contacts)) {
    const name = check.object(`${field}.name`, object.name);
    if (name) check.text(`${field}.name.formatted_name`, name.formatted_name, 1024);
  }
}

/** Collects problems; each method names what it checks and reports rather than throws. */
class Check {
  readonly problems: OutboundProblem[] = [];

  add(field: string, code: OutboundProblem['code'], message: string): void {
    this.problems.push({ field, code, message });
  }

  object(field: string, value: unknown): JsonObject | undefined {
    const object = asObject(value);
    if (!object) this.add(field, value === undefined ? 'required' : 'not_valid', `"${field}" is expected to be an object`);
    return object;
  }

  text(field: string, value: unknown, limit: number): void {
    if (typeof value !== 'string')
      this.add(field, value === undefined ? 'required' : 'not_valid', `a text of 1 to ${limit} characters is expected`);
    else if (value.trim() === '') this.add(field, 'required', `the text is empty; 1 to ${limit} characters are expected`);
    else if (length(value) > limit) this.add(field, 'too_long', `${length(value)} characters; at most ${limit} are allowed`);
  }

  list(field: string, value: unknown, least: number, most: number): unknown[] {
    if (!Array.isArray(value)) {
      this.add(field, value === undefined ? 'required' : 'not_valid', 'a list is expected');
      return [];
    }
    if (value.length < least) this.add(field, 'too_few', `${value.length} given; at least ${least} expected`);
    if (value.length > most) this.add(field, 'too_many', `${value.length} given; at most ${most} allowed`);
    return value;
  }

  objects(field: string, value: unknown, least: number, most: number): { field: string; object: JsonObject }[] {
    return this.list(field, value, least, most).flatMap((element, index) => {
      const object = this.object(`${field}[${index}]`, element);
      return object ? [{ field: `${field}[${index}]`, object }] : [];
    });
  }

  unique(field: string, what: string, values: unknown[]): void {
    if (new Set(values).size < values.length) this.add(field, 'not_unique', `every ${what} may be there only once`);
  }

  range(field: string, value: unknown, limit: number): void {
    if (typeof value !== 'number' || !(Math.abs(value) <= limit)) {
      this.add(field, value === undefined ? 'required' : 'not_valid', `a number of degrees from -${limit} to ${limit} is expected`);
    }
  }

  oneOf(field: string, object: JsonObject, keys: readonly string[]): void {
    const given = keys.filter((key) => typeof object[key] === 'string' && object[key] !== '');
    if (given.length === 0) this.add(field, 'required', `one of ${keys.join(', ')} is expected`);
    if (given.length > 1) this.add(field, 'exclusive', `${given.join(' and ')} are given; exactly one is expected`);
  }

  url(field: string, value: unknown, protocols: string[]): void {
    if (typeof value !== 'string' || !URL.canParse(value) || !protocols.includes(new URL(value).protocol)) {
      this.add(field, value === undefined ? 'required' : 'not_valid', `an absolute address is expected (${protocols.join(' or ')}//)`);
    }
  }

  media(field: string, body: JsonObject, captionAllowed: boolean): void {
    this.oneOf(`${field}.id`, body, ['id', 'link', 'mediaId']);
    if (body.mediaId !== undefined && !(typeof body.mediaId === 'string' && UUID.test(body.mediaId))) {
      this.add(`${field}.mediaId`, 'not_valid', 'the id of a file from POST /api/v1/media is expected');
    }
    if (body.link !== undefined) this.url(`${field}.link`, body.link, ['https:', 'http:']);
    if (body.caption === undefined || body.caption === '') return;
    if (captionAllowed) this.text(`${field}.caption`, body.caption, OUTBOUND_LIMITS.caption);
    else this.add(`${field}.caption`, 'not_valid', 'a caption is not possible here');
  }
}

function length(text: string): number {
  let count = 0;
  for (let position = 0; position < text.length; count += 1) position += text.codePointAt(position)! > 0xffff ? 2 : 1;
  return count;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `"${value.slice(0, 40)}"` : value === undefined ? 'missing' : `a ${typeof value}`;
}
