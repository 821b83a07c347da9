import { readable } from './readable.js';

/**
 * The targets that a reader of a text could tap or type: web addresses in every spelling that a phone or a person makes a link of, bare
 * domains, mail addresses, IP addresses. Each target has one form, so that equal targets are equal texts.
 */
export function targetsOf(text: string): Set<string> {
  const shown = readable(text)
    // hxxp, [.], (dot), { . }, and a dot between spaces: spellings that people correct while reading.
    .replaceAll(/\bh(?:xx|tt|\*\*)ps?\b/gi, (scheme) => (scheme.toLowerCase().endsWith('s') ? 'https' : 'http'))
    .replaceAll(/\s{0,3}[[({<]\s{0,3}(?:\.|dot|punto|ponto|point|punkt)\s{0,3}[\])}>]\s{0,3}/gi, '.')
    .replaceAll(/[。．｡․]/g, '.')
    .replaceAll(/(?<=[\p{L}\p{N}]) {1,3}(?:\.|dot|punto|ponto) {1,3}(?=\p{L})/gu, '.')
    .replaceAll(/\s{0,3}:\s{0,3}\/\s{0,3}\/\s{0,3}/g, '://');
  // A link that is broken over lines continues on the next line, unless a sentence begins there.
  const joined = shown
    .replaceAll(/(?<=[./:@\-_?=&%])[ \t]{0,9}\n\s{0,9}(?=[\p{Ll}\p{N}/])/gu, '')
    .replaceAll(/[ \t]{0,9}\n\s{0,9}(?=[./:@?=&%][\p{L}\p{N}/])/gu, '');
  return new Set(
    [shown, joined].flatMap((each) => [...each.matchAll(TARGET)].map(([found]) => canonical(found))).filter((each) => each !== ''),
  );
}

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_-]{0,62})';
const REST = '(?::\\d{1,5})?(?:[/?#][^\\s<>"\'()\\[\\]{}|\\\\^`*]{0,2000})?';
const TARGET = new RegExp(
  [
    // Anything with a scheme, with or without a host: https://..., javascript:..., tel:..., mailto:..., wa.me behind whatsapp://
    `(?<![\\p{L}\\p{N}])[a-z][a-z0-9+.-]{1,20}:\\/\\/[^\\s<>"]{1,2000}`,
    `(?<![\\p{L}\\p{N}])(?:mailto|tel|sms|smsto|callto|javascript|data|vbscript|whatsapp|tg|skype|geo|intent|facetime|magnet|sip):[^\\s<>"]{1,2000}`,
    // IP addresses.
    `(?<![\\p{L}\\p{N}.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\p{L}\\p{N}]|\\.\\d)${REST}`,
    `\\[[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\\]${REST}`,
    // Mail addresses and bare domains.
    `(?<![\\p{L}\\p{N}_.-])(?:[\\p{L}\\p{N}._%+-]{1,64}@)?(?:${LABEL}\\.){1,8}(?:xn--[a-z0-9-]{2,59}|\\p{L}[\\p{L}\\p{M}]{1,62})(?![\\p{L}\\p{N}])${REST}`,
  ].join('|'),
  'giu',
);

/** Abbreviations with a full stop inside, which are not domains. */
const ABBREVIATIONS = new Set(['p.ej', 'p.ex', 'n.chr', 'v.chr', 'u.dgl', 'i.allg', 'a.de', 'ph.d', 'm.sc', 'b.sc', 's.ej', 's.op']);

/** @returns an empty text when it is not a target after all */
function canonical(found: string): string {
  const target = found
    .toLowerCase()
    .replace(/[.,;:!?…)\]}'"”’»*_~]+$/u, '')
    .replace(/^https?:\/\/|^mailto:/, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '');
  return ABBREVIATIONS.has(target) ? '' : target;
}
