/** A message template, as Graph defines it. Source: Meta, "Template components" (2026-09). */
export const TEMPLATE_CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number];

export const PARAMETER_FORMATS = ['POSITIONAL', 'NAMED'] as const;
export type ParameterFormat = (typeof PARAMETER_FORMATS)[number];

export interface TemplateButton {
  type: string;
  text?: string;
  url?: string;
  phone_number?: string;
  otp_type?: string;
  example?: unknown;
  [key: string]: unknown;
}

export interface TemplatePart {
  type: string;
  /** Of a header. */
  format?: string;
  text?: string;
  buttons?: TemplateButton[];
  cards?: { components: TemplatePart[] }[];
  example?: Record<string, unknown>;
  [key: string]: unknown;
}

export interface TemplateDefinition {
  name: string;
  language: string;
  category: string;
  parameterFormat: ParameterFormat;
  components: TemplatePart[];
}

/** Source: Meta, "Template components" and "Template limits" (2026-09). Lengths in characters. */
export const TEMPLATE_LIMITS = {
  name: 512,
  headerText: 60,
  body: 1024,
  footer: 60,
  buttons: 10,
  buttonText: 25,
  urlButtons: 2,
  url: 2000,
  phoneButtons: 1,
  phone: 20,
  codeButtons: 1,
  code: 15,
  cards: 10,
  minCards: 2,
  cardBody: 160,
  cardButtons: 2,
  codeMinutes: 90,
} as const;

export const MEDIA_HEADERS = ['IMAGE', 'VIDEO', 'DOCUMENT'] as const;

export const isMediaHeader = (format: string | undefined): boolean =>
  (MEDIA_HEADERS as readonly string[]).includes(format?.toUpperCase() ?? '');

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** The names of the variables in a text, each once, in their order. */
export const variablesOf = (text: string | undefined): string[] => [
  ...new Set([...(text ?? '').matchAll(VARIABLE)].map((match) => match[1]!)),
];

/** The text with its variables replaced; those without a value stay as they are. */
export const fillText = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replaceAll(VARIABLE, (whole, name: string) => valueOf(name) ?? whole);

export const partOf = (parts: readonly TemplatePart[], type: string): TemplatePart | undefined =>
  parts.find((part) => part.type?.toUpperCase() === type);

/**
 * The language of a template to send.
 *
 * @param available the languages that the template has @param wanted as asked for: `pt_BR` is served by `pt` or another `pt_…` too
 * @param otherwise what the tenant speaks by default
 * @returns undefined where nothing fits
 */
export function chooseLanguage(available: readonly string[], wanted: string, otherwise: string | undefined): string | undefined {
  const norm = (code: string): string => code.replace('-', '_').toLowerCase();
  for (const code of [wanted, otherwise]) {
    if (code === undefined || code === '') continue;
    const base = norm(code).split('_')[0]!;
    const found =
      available.find((one) => norm(one) === norm(code)) ??
      available.find((one) => norm(one) === base) ??
      available.find((one) => norm(one).split('_')[0] === base);
    if (found !== undefined) return found;
  }
  return undefined;
}
