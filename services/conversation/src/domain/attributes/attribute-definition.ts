import { isDate } from '#contracts';
import type { Attribute } from '../contacts/contact.js';

export const ATTRIBUTE_TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** An attribute that a company has named, with the type that its values must have from then on. */
export interface AttributeDefinition {
  id: string;
  /** As contacts, segments and campaigns name it: `attributes.<key>`. It never changes. */
  key: string;
  /** As pages show it. */
  name: string;
  type: AttributeType;
  /** Of the type `choice` the values that there are; empty of the others. */
  choices: string[];
  /** Whoever adds a contact by hand, by file or by API has to say it. */
  isRequired: boolean;
  /** Whether it is a column of the list of contacts. */
  isInList: boolean;
  /** Lists show lower ones first. */
  position: number;
}

export const ATTRIBUTE_KEY = /^[\p{L}\p{N}_. -]{1,60}$/u;
export const MAX_CHOICES = 100;
export const MAX_CHOICE = 200;

export interface AttributeFault {
  /** `attributes.<key>` */
  field: string;
  message: string;
}

type Attributes = Readonly<Record<string, Attribute>>;

/** @returns what a value must be, where it is not */
function faultOf({ type, choices }: AttributeDefinition, value: Attribute): string | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? undefined : 'must be a text';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'date':
      return typeof value === 'string' && isDate(value)
        ? undefined
        : 'must be a day (2026-11-20) or an instant in UTC (2026-11-20T09:00:00Z)';
    default:
      return typeof value === 'string' && choices.includes(value) ? undefined : `must be one of ${choices.join(', ')}`;
  }
}

/**
 * What is wrong with the attributes that somebody gives a contact. A value that was there before stays right: a type that is made or changed
 * later touches nothing that is stored. Attributes that nobody has defined are free.
 *
 * @param before those of the contact so far; undefined of a new one
 */
export function attributeFaults(definitions: readonly AttributeDefinition[], after: Attributes, before: Attributes = {}): AttributeFault[] {
  return definitions.flatMap((definition) => {
    const { key, isRequired } = definition;
    const value = Object.hasOwn(after, key) ? after[key]! : undefined;
    const message =
      value === undefined
        ? isRequired
          ? 'is required'
          : undefined
        : Object.hasOwn(before, key) && before[key] === value
          ? undefined
          : faultOf(definition, value);
    return message === undefined ? [] : [{ field: `attributes.${key}`, message }];
  });
}

const YES = new Set(['yes', 'y', 'true', '1', 'x', 'si', 'sí', 's', 'sim']);
const NO = new Set(['no', 'n', 'false', '0', 'não', 'nao']);

/**
 * A cell of a file as the type of its attribute has it.
 *
 * @param text not empty @returns the value, or what it must be
 */
export function readAttributeCell(definition: AttributeDefinition, text: string): { value: Attribute } | { fault: string } {
  const { type, choices } = definition;
  if (type === 'number') {
    return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? { value: Number(text) } : { fault: 'must be a number such as 3 or 3.5' };
  }
  if (type === 'boolean') {
    const word = text.toLowerCase();
    return YES.has(word) ? { value: true } : NO.has(word) ? { value: false } : { fault: 'must be yes or no' };
  }
  const value = type === 'choice' ? (choices.find((choice) => choice.toLowerCase() === text.toLowerCase()) ?? text) : text;
  const fault = faultOf(definition, value);
  return fault === undefined ? { value } : { fault };
}
