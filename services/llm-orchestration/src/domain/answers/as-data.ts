/** Characters that a model reads and a person does not see: Unicode tags, and marks that change the writing direction. */
const HIDDEN = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/gu;

/** Writes a value as JSON that cannot be mistaken for a part of the prompt: no tags, no line breaks, no hidden characters. */
export const asData = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? each.replaceAll(HIDDEN, '') : each)).replaceAll(
    /[<>\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
