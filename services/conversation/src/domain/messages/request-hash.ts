import { createHash } from 'node:crypto';

/** The same for two requests to write the same to the same conversation, whatever the order of their keys. */
export const requestHash = (conversationId: string, draft: object): string =>
  createHash('sha256')
    .update(JSON.stringify([conversationId.toLowerCase(), sorted(draft)]))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.filter(([, entry]) => entry !== undefined).map(([key, entry]) => [key, sorted(entry)]);
}
