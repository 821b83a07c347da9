import type { OutboundProblem } from '../outbound-content.js';
import { asObject } from '../read-json.js';
import {
  isMediaHeader,
  MEDIA_HEADERS,
  TEMPLATE_CATEGORIES,
  TEMPLATE_LIMITS as LIMITS,
  variablesOf,
  type TemplateButton,
  type TemplateDefinition,
  type TemplatePart,
} from './definition.js';

const PART_TYPES = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS', 'CAROUSEL', 'LIMITED_TIME_OFFER', 'CALL_PERMISSION_REQUEST'];
const OTP_TYPES = ['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'];

const length = (text: string): number => [...text].length;

/**
 * Everything that WhatsApp would refuse in a definition before a person looks at it; empty when it may go. Takes what a caller sent, of
 * whatever shape inside the components, and never throws. Source: Meta, "Template components", "Authentication templates" (2026-09).
 */
export function validateTemplate(definition: TemplateDefinition): OutboundProblem[] {
  return new Validation(definition).run();
}

class Validation {
  readonly #problems: OutboundProblem[] = [];

  constructor(private readonly definition: TemplateDefinition) {}

  run(): OutboundProblem[] {
    const { name, language, category, components } = this.definition;
    if (!/^[a-z0-9_]{1,512}$/.test(name ?? '')) {
      this.#add('name', 'not_valid', `name may have only a-z, 0-9 and _, and at most ${LIMITS.name} characters`);
    }
    if (!/^[a-z]{2,3}(_[A-Z]{2,4})?$/.test(language ?? '')) {
      this.#add('language', 'not_valid', 'language must be a code of WhatsApp, such as en_US, es or pt_BR');
    }
    if (!(TEMPLATE_CATEGORIES as readonly string[]).includes(category)) {
      this.#add('category', 'not_valid', `category must be one of ${TEMPLATE_CATEGORIES.join(', ')}`);
    }
    if (!Array.isArray(components) || components.length === 0 || components.some((part) => typeof asObject(part)?.type !== 'string')) {
      this.#add('components', 'required', 'components must be a list of parts, each with a type; a BODY is required');
      return this.#problems;
    }
    this.#parts(components);
    return this.#problems;
  }

  #add(field: string, code: OutboundProblem['code'], message: string): void {
    this.#problems.push({ field, code, message });
  }

  #parts(parts: readonly TemplatePart[]): void {
    const isAuthentication = this.definition.category === 'AUTHENTICATION';
    const seen = new Set<string>();
    parts.forEach((part, index) => {
      const at = `components[${index}]`;
      const type = part.type.toUpperCase();
      if (!PART_TYPES.includes(type)) return this.#add(`${at}.type`, 'unknown_type', `type must be one of ${PART_TYPES.join(', ')}`);
      if (seen.has(type)) return this.#add(`${at}.type`, 'not_valid', `there may be only one ${type}`);
      seen.add(type);
      if (isAuthentication) return this.#authenticationPart(at, type, part);
      if (type === 'HEADER') this.#header(at, part, [...MEDIA_HEADERS, 'TEXT', 'LOCATION']);
      else if (type === 'BODY') this.#text(at, part.text, LIMITS.body, part.example, 'body_text');
      else if (type === 'FOOTER') this.#plain(`${at}.text`, part.text, LIMITS.footer);
      else if (type === 'BUTTONS') this.#buttons(at, part.buttons, LIMITS.buttons);
      else if (type === 'CAROUSEL') this.#carousel(at, part.cards);
    });
    if (!seen.has('BODY')) this.#add('components', 'required', 'a BODY is required');
    if (isAuthentication && !seen.has('BUTTONS')) {
      this.#add('components', 'required', 'an authentication template needs BUTTONS with one button of type OTP');
    }
    if (seen.has('CAROUSEL') && (seen.has('HEADER') || seen.has('BUTTONS') || seen.has('FOOTER'))) {
      this.#add('components', 'not_valid', 'beside a CAROUSEL only a BODY is allowed');
    }
  }

  /** WhatsApp writes the text of authentication templates itself, so that nobody can put anything else into them. */
  #authenticationPart(at: string, type: string, part: TemplatePart): void {
    if (type === 'BODY') {
      if (part.text !== undefined) this.#add(`${at}.text`, 'not_valid', 'WhatsApp writes the text of an authentication template itself');
      return;
    }
    if (type === 'FOOTER') {
      const minutes = part.code_expiration_minutes;
      if (part.text !== undefined) this.#add(`${at}.text`, 'not_valid', 'WhatsApp writes the footer of an authentication template itself');
      if (!Number.isInteger(minutes) || (minutes as number) < 1 || (minutes as number) > LIMITS.codeMinutes) {
        this.#add(`${at}.code_expiration_minutes`, 'not_valid', `code_expiration_minutes must be 1 to ${LIMITS.codeMinutes}`);
      }
      return;
    }
    if (type !== 'BUTTONS') return this.#add(`${at}.type`, 'not_valid', `an authentication template has no ${type}`);
    const [button, ...others] = Array.isArray(part.buttons) ? part.buttons : [];
    if (!button || String(button.type).toUpperCase() !== 'OTP' || others.length > 0) {
      return this.#add(`${at}.buttons`, 'not_valid', 'an authentication template has exactly one button, of type OTP');
    }
    if (!OTP_TYPES.includes(String(button.otp_type).toUpperCase())) {
      this.#add(`${at}.buttons[0].otp_type`, 'not_valid', `otp_type must be one of ${OTP_TYPES.join(', ')}`);
    }
    if (button.text !== undefined) this.#plain(`${at}.buttons[0].text`, button.text, LIMITS.buttonText);
  }

  #header(at: string, part: TemplatePart, formats: readonly string[]): void {
    const format = String(part.format).toUpperCase();
    if (!formats.includes(format)) return this.#add(`${at}.format`, 'not_valid', `format must be one of ${formats.join(', ')}`);
    if (isMediaHeader(format)) {
      const { header_handle: handles, mediaId } = part.example ?? {};
      const isGiven = typeof mediaId === 'string' || (Array.isArray(handles) && typeof handles[0] === 'string' && handles[0] !== '');
      if (!isGiven)
        this.#add(`${at}.example`, 'required', 'WhatsApp reviews a sample: give example.mediaId (of POST /media) or example.header_handle');
      return;
    }
    if (format !== 'TEXT') return;
    if (variablesOf(part.text).length > 1) this.#add(`${at}.text`, 'not_valid', 'the header may have one variable at most');
    this.#text(at, part.text, LIMITS.headerText, part.example, 'header_text');
  }

  #text(at: string, text: unknown, max: number, example: Record<string, unknown> | undefined, key: 'body_text' | 'header_text'): void {
    const field = `${at}.text`;
    if (!this.#isText(field, text, max)) return;
    const names = variablesOf(text);
    if (names.length === 0) {
      if (/\{\{|\}\}/.test(text)) this.#add(field, 'not_valid', 'a variable is written {{1}} or {{name}}');
      return;
    }
    this.#variables(field, text, names, key === 'body_text');
    const count = this.#sampleCount(example, key);
    if (count !== names.length) {
      this.#add(`${at}.example`, 'required', `WhatsApp reviews samples: give one for each of the ${names.length} variables`);
    }
  }

  #variables(field: string, text: string, names: readonly string[], isBody: boolean): void {
    const trimmed = text.trim();
    if (isBody && (/^\{\{[^{}]*\}\}/.test(trimmed) || /\{\{[^{}]*\}\}$/.test(trimmed))) {
      this.#add(field, 'not_valid', 'the text may not begin or end with a variable');
    }
    if (/\}\}\s*\{\{/.test(text)) this.#add(field, 'not_valid', 'two variables need words between them');
    if (this.definition.parameterFormat === 'NAMED') {
      const wrong = names.find((name) => !/^[a-z][a-z0-9_]*$/.test(name));
      if (wrong !== undefined) this.#add(field, 'not_valid', `a named variable has a-z, 0-9 and _ and begins with a letter: {{${wrong}}}`);
    } else if (names.toSorted((a, b) => Number(a) - Number(b)).some((name, index) => name !== String(index + 1))) {
      this.#add(field, 'not_valid', `variables are numbered from {{1}} without gaps; there are {{${names.join('}}, {{')}}}`);
    }
  }

  #sampleCount(example: Record<string, unknown> | undefined, key: 'body_text' | 'header_text'): number {
    const value = example?.[this.definition.parameterFormat === 'NAMED' ? `${key}_named_params` : key];
    if (!Array.isArray(value)) return 0;
    const samples: unknown[] = Array.isArray(value[0]) ? value[0] : value;
    return samples.filter((sample) =>
      typeof sample === 'string' ? sample.trim() !== '' : typeof asObject(sample)?.example === 'string' && asObject(sample)!.example !== '',
    ).length;
  }

  #plain(field: string, text: unknown, max: number): void {
    if (this.#isText(field, text, max) && variablesOf(text).length > 0) this.#add(field, 'not_valid', 'no variables are allowed here');
  }

  #isText(field: string, text: unknown, max: number): text is string {
    if (typeof text !== 'string' || text.trim() === '') this.#add(field, 'required', 'a text is required');
    else if (length(text) > max) this.#add(field, 'too_long', `the text has ${length(text)} characters; at most ${max} are allowed`);
    else return true;
    return false;
  }

  #buttons(at: string, buttons: unknown, max: number): void {
    if (!Array.isArray(buttons) || buttons.length === 0 || buttons.length > max) {
      return this.#add(`${at}.buttons`, 'not_valid', `1 to ${max} buttons are allowed`);
    }
    const types = buttons.map((button) => String((button as TemplateButton | null)?.type).toUpperCase());
    if (buttons.some((button) => asObject(button) === undefined)) {
      return this.#add(`${at}.buttons`, 'not_valid', 'each button must be an object with a type');
    }
    buttons.forEach((button, index) => this.#button(`${at}.buttons[${index}]`, types[index]!, button as TemplateButton));
    for (const [type, most] of [
      ['URL', LIMITS.urlButtons],
      ['PHONE_NUMBER', LIMITS.phoneButtons],
      ['COPY_CODE', LIMITS.codeButtons],
    ] as const) {
      const count = types.filter((one) => one === type).length;
      if (count > most) this.#add(`${at}.buttons`, 'too_many', `${count} buttons of type ${type}; at most ${most} are allowed`);
    }
    // Quick replies stand together: before all others, or after them.
    const changes = types.filter((type, index) => index > 0 && (type === 'QUICK_REPLY') !== (types[index - 1] === 'QUICK_REPLY')).length;
    if (changes > 1) this.#add(`${at}.buttons`, 'not_valid', 'quick replies must stand together, before or after the other buttons');
    const texts = buttons.map((button) => (button as TemplateButton).text).filter((text) => text !== undefined);
    if (new Set(texts).size < texts.length) this.#add(`${at}.buttons`, 'not_valid', 'two buttons have the same text');
  }

  #button(at: string, type: string, button: TemplateButton): void {
    if (type !== 'COPY_CODE') this.#plain(`${at}.text`, button.text, LIMITS.buttonText);
    if (type === 'URL') this.#url(at, button);
    if (type === 'PHONE_NUMBER' && !/^\+?\d{5,19}$/.test(String(button.phone_number))) {
      this.#add(`${at}.phone_number`, 'not_valid', `phone_number must be an international number of at most ${LIMITS.phone} characters`);
    }
    if (type === 'COPY_CODE') {
      const [code] = [button.example].flat();
      if (typeof code !== 'string' || code === '' || length(code) > LIMITS.code) {
        this.#add(`${at}.example`, 'required', `a sample code of at most ${LIMITS.code} characters is required`);
      }
    }
  }

  #url(at: string, button: TemplateButton): void {
    const { url } = button;
    if (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url)) return this.#add(`${at}.url`, 'not_valid', 'url must be a web address');
    if (url.length > LIMITS.url) this.#add(`${at}.url`, 'too_long', `url has ${url.length} characters; at most ${LIMITS.url} are allowed`);
    const names = variablesOf(url);
    if (names.length === 0) return;
    if (names.length > 1 || !/\{\{\s*\w+\s*\}\}$/.test(url)) {
      this.#add(`${at}.url`, 'not_valid', 'url may have one variable, and it must be its end');
    }
    const [sample] = [button.example].flat();
    if (typeof sample !== 'string' || sample === '') this.#add(`${at}.example`, 'required', 'a sample of the whole address is required');
  }

  #carousel(at: string, cards: unknown): void {
    if (!Array.isArray(cards) || cards.length < LIMITS.minCards || cards.length > LIMITS.cards) {
      return this.#add(`${at}.cards`, 'not_valid', `a carousel has ${LIMITS.minCards} to ${LIMITS.cards} cards`);
    }
    const shapes = cards.map((card, index) => {
      const parts = asObject(card)?.components;
      const field = `${at}.cards[${index}]`;
      if (!Array.isArray(parts) || parts.some((part) => typeof asObject(part)?.type !== 'string')) {
        this.#add(`${field}.components`, 'required', 'a card needs components');
        return '';
      }
      return this.#card(field, parts as TemplatePart[]);
    });
    if (new Set(shapes).size > 1) this.#add(`${at}.cards`, 'not_valid', 'all cards must have the same parts and buttons of the same types');
  }

  /** @returns what all cards must have in common */
  #card(at: string, parts: readonly TemplatePart[]): string {
    const shape = parts.map((part, index) => {
      const field = `${at}.components[${index}]`;
      const type = part.type.toUpperCase();
      if (type === 'HEADER') this.#header(field, part, ['IMAGE', 'VIDEO', 'PRODUCT']);
      else if (type === 'BODY') this.#text(field, part.text, LIMITS.cardBody, part.example, 'body_text');
      else if (type === 'BUTTONS') this.#buttons(field, part.buttons, LIMITS.cardButtons);
      else this.#add(`${field}.type`, 'not_valid', 'a card has a HEADER, a BODY and BUTTONS');
      const buttons = Array.isArray(part.buttons) ? part.buttons.map((button) => String(button?.type).toUpperCase()).join('+') : '';
      return `${type}:${part.format ?? ''}:${buttons}`;
    });
    if (!parts.some((part) => part.type.toUpperCase() === 'HEADER')) this.#add(`${at}.components`, 'required', 'a card needs a HEADER');
    return shape.toSorted().join(' ');
  }
}
