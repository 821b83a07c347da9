import { AR } from './phrases/ar.js';
import { DE } from './phrases/de.js';
import { EN } from './phrases/en.js';
import { ES } from './phrases/es.js';
import { FR } from './phrases/fr.js';
import { HI } from './phrases/hi.js';
import { ID } from './phrases/id.js';
import { IT } from './phrases/it.js';
import { PT } from './phrases/pt.js';
import { RU } from './phrases/ru.js';
import { TR } from './phrases/tr.js';
import type { Phrases } from './phrases/phrases.js';

export const MARKETING_PHRASES: Readonly<Record<string, Phrases>> = {
  en: EN,
  es: ES,
  pt: PT,
  fr: FR,
  de: DE,
  it: IT,
  id: ID,
  tr: TR,
  ar: AR,
  hi: HI,
  ru: RU,
};
