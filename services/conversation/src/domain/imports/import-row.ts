import { isEmail } from 'class-validator';
import type { CsvRow } from '#csv';
import { phoneAdvice, readPhone } from '#whatsapp';
import { readAttributeCell, type AttributeDefinition } from '../attributes/attribute-definition.js';
import { MAX_ATTRIBUTES, MAX_TAGS, tidyTags, type Attribute, type ContactFacts } from '../contacts/contact.js';
import type { ImportMapping } from './import-mapping.js';

/** What one row of a file says of a contact. */
export interface ImportDraft {
  line: number;
  /** Digits without a plus sign. */
  phone: string;
  facts: Partial<Pick<ContactFacts, 'alias' | 'email' | 'language' | 'attributes' | 'tags'>>;
}

/** Why a row is refused. */
export interface RefusedRow {
  line: number;
  field: string;
  message: string;
}

/** Letters of a cell that are read; no value may be as long. */
export const MAX_CELL = 4_000;
const MAX_NAME = 200;
const MAX_ATTRIBUTE = 1_000;
const MAX_TAG = 60;
const CONTROL = /\p{Cc}/u;
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;
/** Written as a program writes numbers: `007` and `1,5` are texts. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/;

/** @returns what the row says, or why it is refused; undefined for a blank row */
export function readImportRow(
  { line, cells, isCut }: CsvRow,
  mapping: ImportMapping,
  defaultCountry: string | null,
  definitions: readonly AttributeDefinition[] = [],
): ImportDraft | RefusedRow | undefined {
  if (cells.every((cell) => cell === '')) return undefined;
  const refuse = (field: string, message: string): RefusedRow => ({ line, field, message });
  if (isCut) return refuse('row', `a cell has more than ${MAX_CELL} characters; is a quote missing?`);
  if (cells.findLastIndex((cell) => cell !== '') >= mapping.length) {
    return refuse(
      'row',
      `has ${cells.length} cells, the first row has ${mapping.length}; put quotes around a cell that holds the separator`,
    );
  }
  const facts: ImportDraft['facts'] = {};
  const attributes: Record<string, Attribute> = {};
  let phone: string | undefined;
  for (const [index, field] of mapping.entries()) {
    const text = cells[index] ?? '';
    if (field === null || text === '') continue;
    if (text.includes('\uFFFD')) return refuse(field, 'holds characters that could not be read; save the file as UTF-8');
    if (text.startsWith('=')) return refuse(field, 'must be a value, not a formula');
    if (field === 'phone') {
      const read = readPhone(text, defaultCountry ?? undefined);
      if ('problem' in read) return refuse('phone', phoneAdvice(read.problem));
      phone = read.phone;
      continue;
    }
    const fault = faultOf(field, text);
    if (fault) return refuse(field, fault);
    if (field === 'name') facts.alias = text;
    else if (field === 'email') facts.email = text;
    else if (field === 'language') facts.language = text.replace('_', '-');
    else if (field === 'tags') facts.tags = tagsOf(text);
    else {
      const key = field.slice('attributes.'.length);
      const definition = definitions.find((one) => one.key === key);
      const read = definition ? readAttributeCell(definition, text) : { value: freeValue(text) };
      if ('fault' in read) return refuse(field, read.fault);
      attributes[key] = read.value;
    }
  }
  if (phone === undefined) return refuse('phone', 'is missing');
  const missing = definitions.find(({ isRequired, key }) => isRequired && !Object.hasOwn(attributes, key));
  if (missing) return refuse(`attributes.${missing.key}`, 'is required');
  if (Object.keys(attributes).length > 0) facts.attributes = attributes;
  return { line, phone, facts };
}

const freeValue = (text: string): Attribute => (NUMBER.test(text) && String(Number(text)) === text ? Number(text) : text);

const tagsOf = (text: string): string[] =>
  tidyTags(
    text
      .split(/[,;|]/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  );

function faultOf(field: string, text: string): string | undefined {
  switch (field) {
    case 'name':
      return text.length > MAX_NAME || CONTROL.test(text) ? `must be one line of at most ${MAX_NAME} characters` : undefined;
    case 'email':
      return isEmail(text) ? undefined : 'must be an e-mail address';
    case 'language':
      return LANGUAGE.test(text.replace('_', '-')) && text.length <= 35 ? undefined : 'must be a language such as es, en or pt-BR';
    case 'tags': {
      const tags = tagsOf(text);
      if (tags.length > MAX_TAGS) return `must be at most ${MAX_TAGS} tags`;
      return tags.some((tag) => tag.length > MAX_TAG || CONTROL.test(tag)) ? `must be tags of at most ${MAX_TAG} characters` : undefined;
    }
    default:
      return text.length > MAX_ATTRIBUTE || text.includes('\0') ? `must have at most ${MAX_ATTRIBUTE} characters` : undefined;
  }
}

/** What is known of a contact after a row: what the row leaves empty stays, tags and attributes are added. */
export function withImported(before: ContactFacts, { alias, email, language, attributes, tags }: ImportDraft['facts']): ContactFacts {
  const merged = Object.entries({ ...before.attributes, ...attributes });
  return {
    ...before,
    ...(alias === undefined ? {} : { alias }),
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
    attributes: Object.fromEntries(merged.slice(0, MAX_ATTRIBUTES)),
    tags: tags ? tidyTags([...before.tags, ...tags]).slice(0, MAX_TAGS) : before.tags,
  };
}
