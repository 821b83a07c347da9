/** A value of an attribute that is a time: a day, or an instant in UTC to the second or the millisecond (ISO 8601). */
export const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{3})?Z)?$/;

/** Whether a text is a day of the calendar, such as `2026-11-20`. `2026-02-29` is none: a `Date` turns it into 1 March. */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** Whether a text is written as {@link ISO_DATE}, and there is such a time. */
export const isDate = (text: string): boolean => ISO_DATE.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
