import type { MessagePlan, ParameterPlan, TemplatePlan } from './campaign.js';

/** What is known of a contact, as a message may show it. */
export interface Person {
  name: string | null;
  phone: string | null;
  language: string | null;
  email: string | null;
  attributes: Readonly<Record<string, unknown>>;
  /** Of a drip that a checkout has brought them into: where they go on. */
  checkoutLink?: string | null;
}

export const CONTACT_SOURCES = ['contact.name', 'contact.phone', 'contact.email', 'contact.language'] as const;

/** What only drips know. */
export const DRIP_SOURCES = ['enrolment.checkoutLink'] as const;

/** @param more sources beside what is known of every contact */
export const isSource = (source: string, more: readonly string[] = []): boolean =>
  [...CONTACT_SOURCES, ...more].includes(source) || /^attributes\.\S.{0,99}$/.test(source);

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function valueAt(person: Person, source: string): string {
  if (source.startsWith('attributes.')) {
    const key = source.slice('attributes.'.length);
    const value = Object.hasOwn(person.attributes, key) ? person.attributes[key] : undefined;
    return ['string', 'number', 'boolean'].includes(typeof value) ? oneLine(String(value)) : '';
  }
  if (source === DRIP_SOURCES[0]) return person.checkoutLink ?? '';
  if (!(CONTACT_SOURCES as readonly string[]).includes(source)) return '';
  const value = person[source.slice('contact.'.length) as 'name' | 'phone' | 'email' | 'language'] ?? '';
  return oneLine(source === 'contact.phone' && value ? `+${value}` : value);
}

/** The template for a contact's language: `pt_BR` fits `pt-br`, then `pt`; whoever speaks none of them gets the first one. */
export function templateFor({ languages, ...plan }: MessagePlan, language: string | null): TemplatePlan {
  const tag = (language ?? '').toLowerCase().replaceAll('-', '_');
  const entries = Object.entries(languages).map(([name, one]) => [name.toLowerCase().replaceAll('-', '_'), one] as const);
  const fitting = entries.find(([name]) => name === tag) ?? entries.find(([name]) => tag !== '' && name === tag.split('_')[0]);
  return fitting?.[1] ?? plan;
}

/**
 * A message as `POST /messages` takes it, filled for one contact.
 *
 * @returns or the name of the parameter that has no value: such a message is not sent
 */
export function fill(plan: MessagePlan, person: Person): { message: { type: 'template'; template: object } } | { missing: string } {
  const { templateId, parameters } = templateFor(plan, person.language);
  const values: Record<string, string> = {};
  for (const [name, from] of Object.entries(parameters)) {
    const value = valueOf(from, person);
    if (value === '') return { missing: name };
    values[name] = value;
  }
  return { message: { type: 'template', template: { templateId, ...(Object.keys(values).length > 0 ? { parameters: values } : {}) } } };
}

const valueOf = (plan: ParameterPlan, person: Person): string =>
  typeof plan === 'string' ? plan : valueAt(person, plan.from) || (plan.fallback ?? '');
