/** A template's definition, as far as pages show and fill it. The server checks whatever they make of it. */
export interface Button {
  type: string;
  text?: string;
  url?: string;
  phone_number?: string;
  example?: unknown;
}
export interface Part {
  type: string;
  format?: string;
  text?: string;
  buttons?: Button[];
  cards?: { components: Part[] }[];
  example?: Record<string, unknown>;
  code_expiration_minutes?: number;
  add_security_recommendation?: boolean;
}

/** A value that a send gives: a variable of the body, `header`, `button.<index>`; of a card `card.<index>.<name>`. */
export interface Slot {
  name: string;
  kind: 'text' | 'file' | 'link' | 'code';
  /** Of a file: image, video or document. */
  file?: string;
}

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names of the variables in a text, each once, in their order. */
export const variablesOf = (text = ''): string[] => [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ''))];

/** The text with its values; a variable without one stays. */
export const filled = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replaceAll(VARIABLE, (whole, name: string) => valueOf(name) || whole);

export const partOf = (parts: readonly Part[], type: string): Part | undefined => parts.find((part) => part.type.toUpperCase() === type);

const FILES = ['image', 'video', 'document'];

/** What a send of this template has to say. */
export function slotsOf(parts: readonly Part[]): Slot[] {
  const cards = partOf(parts, 'CAROUSEL')?.cards ?? [];
  return [
    ...ownSlots(parts),
    ...cards.flatMap(({ components }, index) => ownSlots(components).map((slot) => ({ ...slot, name: `card.${index}.${slot.name}` }))),
  ];
}

function ownSlots(parts: readonly Part[]): Slot[] {
  const header = partOf(parts, 'HEADER');
  const format = header?.format?.toLowerCase() ?? 'text';
  const slots: Slot[] = [];
  if (header && FILES.includes(format)) slots.push({ name: 'header', kind: 'file', file: format });
  else if (header && variablesOf(header.text).length > 0) slots.push({ name: 'header', kind: 'text' });
  for (const name of variablesOf(partOf(parts, 'BODY')?.text)) slots.push({ name, kind: 'text' });
  (partOf(parts, 'BUTTONS')?.buttons ?? []).forEach(({ type, url }, index) => {
    if (type === 'URL' && variablesOf(url).length > 0) slots.push({ name: `button.${index}`, kind: 'link' });
    if (type === 'OTP') slots.push({ name: `button.${index}`, kind: 'link' });
    if (type === 'COPY_CODE') slots.push({ name: `button.${index}`, kind: 'code' });
  });
  return slots;
}

/** The words of a template with its values, as they will stand in the conversation. */
export function wordsOf(parts: readonly Part[], values: Readonly<Record<string, string>>): string {
  const header = partOf(parts, 'HEADER');
  return [
    header?.text && filled(header.text, () => values.header),
    filled(partOf(parts, 'BODY')?.text ?? '', (name) => values[name]),
    partOf(parts, 'FOOTER')?.text,
  ]
    .filter(Boolean)
    .join('\n');
}
