/** Marks that a person does not see and a model reads: tags of another plane, and what turns the direction of writing. */
const HIDDEN = /[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/gu;

/** A value as JSON that cannot be taken for a part of the prompt: no tags, no line breaks of its own, nothing that is hidden from people. */
export const asData = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'string' ? each.replaceAll(HIDDEN, '') : each)).replaceAll(
    /[<>\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
