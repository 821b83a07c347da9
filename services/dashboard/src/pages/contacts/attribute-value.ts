import type { Schemas } from '../../api/client';

export type Definition = Schemas['AttributeDto'];

/** An attribute as text: whatever a program has stored. */
export const shownValue = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What was typed, as the type of the attribute has it; as it was typed where it is nothing of the kind: the service says what is wrong. */
export function typedValue(definition: Definition | undefined, text: string): string | number | boolean {
  if (definition?.type === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (definition?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
