import { plain } from '../words.js';
import { readable } from './readable.js';

/** This many equal words in a row are a quotation, not an accident. */
const WORDS = 6;
/** Shorter pieces may match by chance. */
const FEWEST_LETTERS = 9;
/** How much decoded text of one answer is searched; an answer that hides more is refused. */
const MAX_DECODED = 64;
const DEPTH = 3;

/** Keeps only letters and digits, in lower case: ignores spaces, punctuation and invisible characters. */
const squeeze = (text: string): string => plain(readable(text)).replaceAll(' ', '');
const reverse = (text: string): string => [...text].toReversed().join('');
const rot13 = (text: string): string =>
  text.replaceAll(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCodePoint(((letter.codePointAt(0)! - base + 13) % 26) + base);
  });

/** Finds pieces of secret texts, also when they are spelled out, reversed or encoded. */
export class Secrets {
  /** Pieces of secrets, by their first letters. */
  readonly #pieces = new Map<string, string[]>();

  /**
   * @param secrets texts that must not be revealed
   * @param open texts that may be repeated: a piece of a secret that is also in the knowledge is not secret
   */
  constructor(secrets: readonly string[], open: readonly string[]) {
    const said = squeeze(open.join('\n'));
    for (const secret of secrets) {
      const words = plain(readable(secret)).split(' ').filter(Boolean);
      for (let at = 0; at === 0 || at + WORDS <= words.length; at++) {
        const piece = words.slice(at, at + WORDS).join('');
        const isShort = piece.length < FEWEST_LETTERS || (words.length < 3 && piece.length < 2 * FEWEST_LETTERS);
        if (isShort || said.includes(piece)) continue;
        const begin = piece.slice(0, FEWEST_LETTERS);
        this.#pieces.set(begin, [...(this.#pieces.get(begin) ?? []), piece]);
      }
    }
  }

  /** Whether a text holds a piece of a secret, or hides more than we search. Does not recognise translations. */
  areIn(text: string): boolean {
    if (this.#pieces.size === 0) return false;
    let left = MAX_DECODED;
    const look = (shown: string, depth: number): boolean => {
      if (this.#holds(shown)) return true;
      if (depth === 0) return false;
      for (const decoded of decodings(shown)) {
        if (isText(decoded) && (left-- <= 0 || look(decoded, depth - 1))) return true;
      }
      return false;
    };
    return look(text, DEPTH);
  }

  #holds(text: string): boolean {
    const words = plain(readable(text)).split(' ');
    const letters = words.join('');
    const views = [letters, reverse(letters), rot13(letters), reverse(rot13(letters)), words.toReversed().join('')];
    return views.some((view) => this.#standsIn(view));
  }

  #standsIn(view: string): boolean {
    for (let at = 0; at + FEWEST_LETTERS <= view.length; at++) {
      const pieces = this.#pieces.get(view.slice(at, at + FEWEST_LETTERS));
      if (pieces?.some((piece) => view.startsWith(piece, at))) return true;
    }
    return false;
  }
}

/** Whether decoded bytes are text. If not, nothing was encoded. */
const isText = (decoded: string): boolean =>
  decoded.length >= FEWEST_LETTERS && !/[\ufffd\p{Cc}](?<![\n\r\t])/u.test(decoded.slice(0, 2_000));

/** What a text may decode to, tried only where it looks encoded. */
function* decodings(text: string): Generator<string> {
  const shown = readable(text);
  const tight = shown.replaceAll(/\s+/g, '');
  for (const [run] of tight.matchAll(/(?:%[0-9a-f]{2}[^%]{0,40}){4,}/gi)) yield percent(run);
  for (const [run] of shown.matchAll(/(?:(?:\\x|\\u00|&#x?|u\+00|0x)?[0-9a-f]{2}[\s;,:-]{0,2}){8,}/gi)) yield hex(run);
  for (const [run] of shown.matchAll(/(?:&#\d{2,3};?\s?){8,}|(?:\b\d{2,3}[\s,;]{1,2}){8,}/g)) yield decimals(run);
  for (const [run] of shown.matchAll(/(?:[01]{8}\s?){8,}/g)) yield binary(run);
  for (const [run] of [...shown.matchAll(BASE64), ...tight.matchAll(BASE64)]) {
    // Also finds one that was cut out of a longer text, or written backwards.
    for (const source of [run, reverse(run)]) for (let from = 0; from < 4; from++) yield base64(source.slice(from));
  }
}

const BASE64 = /[a-z0-9+/_-]{16,}/gi;
const utf8 = (bytes: Buffer): string => bytes.toString('utf8');
const base64 = (text: string): string => utf8(Buffer.from(text.replaceAll('-', '+').replaceAll('_', '/'), 'base64'));
const hex = (text: string): string => utf8(Buffer.from(text.replaceAll(/\\x|\\u00|&#x?|u\+00|0x|[^0-9a-f]/gi, ''), 'hex'));
const decimals = (text: string): string => utf8(Buffer.from((text.match(/\d+/g) ?? []).map(Number)));
const binary = (text: string): string => utf8(Buffer.from((text.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))));
const percent = (text: string): string =>
  utf8(
    Buffer.from(
      text.replaceAll(/%([0-9a-f]{2})/gi, (_, byte: string) => String.fromCodePoint(Number.parseInt(byte, 16))),
      'latin1',
    ),
  );
