/**
 * How Postgres stems a language: the text search configuration by ISO 639-1 code. A language that is not here is searched by whole
 * words (`simple`); one written without spaces by pairs of characters, see `search-words.ts`.
 */
const CONFIGURATIONS: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
};

export const PLAIN = 'simple';

/** @param language a BCP 47 tag such as `es` or `pt-BR` */
export const searchConfigurationOf = (language: string): string => CONFIGURATIONS[language.split('-')[0]!.toLowerCase()] ?? PLAIN;
