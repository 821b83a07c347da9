/** Postgres holds neither NUL nor half a surrogate pair, in text or in jsonb: each becomes U+FFFD, and the message is kept. */
export const storableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

const UNSTORABLE = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** JSON for a jsonb column. @returns null for a value that JSON does not have */
export function storableJson(value: unknown): string | null {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) return null;
  if (!UNSTORABLE.test(json)) return json;
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') return storableText(part);
    if (part && typeof part === 'object' && !Array.isArray(part)) {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [storableText(key), inner]));
    }
    return part;
  });
}
