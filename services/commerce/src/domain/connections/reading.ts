/** Reads what a platform sent: nothing in it is trusted to be of any type. */
export type Json = Record<string, unknown>;

export const objectOf = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(objectOf).filter((each) => each !== undefined) : []);

/** Texts and whole numbers as one line of text, cut; control characters, NUL and halves of surrogate pairs are left out. */
export function textOf(value: unknown, most = 300): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return [...text].slice(0, most).join('') || undefined;
}

/** An amount as decimal text: shops send texts, and numbers too. */
export const decimalOf = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15 ? value.toFixed(6) : textOf(value, 40);

export const countOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && /^\d{1,7}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 1_000_000 ? number : undefined;
};

/** Milliseconds of a time in ISO 8601. @param zone added where the text has none: WooCommerce's `_gmt` times have no Z */
export function timeOf(value: unknown, zone = ''): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return undefined;
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : value + zone);
  return Number.isNaN(ms) ? undefined : ms;
}

/** A link that may be shown to a customer. */
export const linkOf = (value: unknown): string | undefined => {
  const text = textOf(value, 2_000);
  return text && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined;
};
