/**
 * Bytes of a content's JSON. The largest that WhatsApp takes are far below, and an event that carries one fits into a NATS message
 * (1 MiB) whatever else is in it.
 */
export const MOST_CONTENT_BYTES = 256 * 1024;
/** The shapes of the Cloud API have about ten levels. */
const MOST_LEVELS = 32;
/** As many are told at once. */
const MOST_FAULTS = 20;

export interface JsonFault {
  /** Path of the value: `template.components[0].text`; of a wrong key the object that has it. */
  field: string;
  code: 'nul_character' | 'lone_surrogate' | 'too_deep';
  /** What was wrong and what would be right. */
  message: string;
}

/**
 * What parsed JSON has that a database cannot keep or a program cannot walk through: U+0000 and halves of surrogate pairs in texts and
 * keys, and more levels than 32. Never recurses and ends early, so that any input is safe to ask about.
 *
 * @returns `isTooLarge` when its JSON surely has more than twice {@link MOST_CONTENT_BYTES}; what comes after that was not looked at
 */
export function jsonFaults(json: object): { faults: JsonFault[]; isTooLarge: boolean } {
  const faults: JsonFault[] = [];
  const rest: { field: string; value: unknown; level: number }[] = [{ field: '', value: json, level: 0 }];
  let least = 0;
  for (let next = rest.pop(); next !== undefined && faults.length < MOST_FAULTS; next = rest.pop()) {
    const { field, value, level } = next;
    least += 1 + (typeof value === 'string' ? value.length : 0);
    if (least > 2 * MOST_CONTENT_BYTES) return { faults, isTooLarge: true };
    if (typeof value === 'string') faults.push(...textFault(field, value));
    if (typeof value !== 'object' || value === null) continue;
    if (level === MOST_LEVELS) {
      faults.push({ field: field.slice(0, 200), code: 'too_deep', message: `nested deeper than ${MOST_LEVELS} levels` });
    } else if (Array.isArray(value)) {
      if (least + value.length > 2 * MOST_CONTENT_BYTES) return { faults, isTooLarge: true };
      value.forEach((element, index) => rest.push({ field: `${field}[${index}]`, value: element, level: level + 1 }));
    } else {
      for (const [key, entry] of Object.entries(value)) {
        least += key.length;
        const wrong = textFault(field || 'body', key, 'a key');
        faults.push(...wrong);
        if (wrong.length === 0) rest.push({ field: field ? `${field}.${key}` : key, value: entry, level: level + 1 });
      }
    }
  }
  return { faults: faults.slice(0, MOST_FAULTS), isTooLarge: false };
}

function textFault(field: string, text: string, what = 'the text'): JsonFault[] {
  if (text.includes('\0')) return [{ field, code: 'nul_character', message: `${what} has a NUL character (U+0000); leave it out` }];
  if (text.isWellFormed()) return [];
  return [
    { field, code: 'lone_surrogate', message: `${what} has half of a surrogate pair, perhaps of an emoji that was cut; leave it out` },
  ];
}
