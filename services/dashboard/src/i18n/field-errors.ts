import type { FieldError } from '../api/problem';

/** Words of the API, and the same in another language. */
export type FieldRule = readonly [pattern: RegExp, text: string];

export interface FieldRules {
  rules: readonly FieldRule[];
  codes: Readonly<Record<string, string>>;
}

/** Beside its field a message need not name it: `phoneNumberId must be digits` becomes `must be digits`. */
function withoutField({ field, message }: FieldError): string {
  const plain = message.replace(/^each value in \S+ /, '');
  const name = `${field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? field} `;
  return plain.startsWith(name) ? plain.slice(name.length) : plain;
}

/**
 * What is wrong with a field, in the language of the rules; in the words of the API where they have none for it.
 *
 * @param isBeside whether it stands beside the field, and need not name it
 */
export function explainField(error: FieldError, { rules, codes }: FieldRules, isBeside = true): string {
  const message = withoutField(error);
  const text = translated(message, rules) ?? (error.code === undefined ? undefined : codes[error.code]);
  if (text !== undefined) return isBeside ? text : `${error.field}: ${text}`;
  if (!isBeside || message === error.message) return error.message;
  return message.charAt(0).toUpperCase() + message.slice(1);
}

function translated(message: string, rules: readonly FieldRule[]): string | undefined {
  for (const [pattern, text] of rules) {
    const found = pattern.exec(message);
    if (found) return text.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
  }
  return undefined;
}
