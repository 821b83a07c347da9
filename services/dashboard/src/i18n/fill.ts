export type Values = Record<string, string | number>;

/** Puts values in the place of `{name}`; a name without a value stays as it is, to be seen. */
export const fill = (text: string, values: Values = {}): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
