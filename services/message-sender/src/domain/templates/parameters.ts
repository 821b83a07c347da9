import { templateFields, type TemplateDefinition, type TemplateValue } from '#whatsapp';

export const CONTACT_SOURCES = ['contact.name', 'contact.phone', 'contact.email', 'contact.language'] as const;

/** Where the value of a template's field comes from when a send gives none. */
export interface ParameterSource {
  /** Name of the field: a variable of the body, `header`, `button.<index>`. */
  name: string;
  /** One of {@link CONTACT_SOURCES} or `attributes.<name>`; null: always the fallback. */
  source: string | null;
  /** Where the contact has nothing there. */
  fallback: string;
  /** What previews show. */
  sample: string;
}

/** What a template may say about the customer. */
export interface ContactFacts {
  name: string | null;
  phone: string | null;
  email: string | null;
  language: string | null;
  attributes: Readonly<Record<string, unknown>>;
}

export const isSource = (source: string): boolean =>
  (CONTACT_SOURCES as readonly string[]).includes(source) || /^attributes\.\S.{0,99}$/.test(source);

function valueAt(contact: ContactFacts, source: string): string | undefined {
  const [where, ...rest] = source.split('.');
  const key = rest.join('.');
  if (where === 'attributes') {
    const value = Object.hasOwn(contact.attributes, key) ? contact.attributes[key] : undefined;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }
  if (!(CONTACT_SOURCES as readonly string[]).includes(source)) return undefined;
  const value = contact[key as 'name' | 'phone' | 'email' | 'language'];
  return (key === 'phone' && value ? `+${value}` : value) ?? undefined;
}

/** What is known of a contact may have several lines; a value of a template must not. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/**
 * The values of a send: those that were given, and for the others what the template says about where they come from.
 *
 * @param given by name, or in the order of the body's variables @param contact undefined where nobody knows the customer
 */
export function valuesOf(
  definition: TemplateDefinition,
  given: unknown,
  sources: readonly ParameterSource[],
  contact: ContactFacts | undefined,
): Record<string, TemplateValue> {
  const values: Record<string, TemplateValue> = {};
  const ofBody = templateFields(definition).filter(({ part }) => part === 'body');
  if (Array.isArray(given)) {
    given.forEach((value: unknown, index) => {
      const name = ofBody[index]?.name ?? String(index + 1);
      if (typeof value === 'string') values[name] = value;
    });
  } else if (typeof given === 'object' && given !== null) {
    for (const [name, value] of Object.entries(given)) {
      if (typeof value === 'string') values[name] = value;
      else if (typeof value === 'number') values[name] = String(value);
      else if (typeof value === 'object' && value !== null) values[name] = value as Record<string, unknown>;
    }
  }
  for (const { name, source, fallback } of sources) {
    if (Object.hasOwn(values, name)) continue;
    const known = contact && source ? valueAt(contact, source) : undefined;
    const value = oneLine(known ?? '') || fallback;
    if (value) values[name] = value;
  }
  return values;
}
