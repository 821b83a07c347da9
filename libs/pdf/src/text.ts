import { inOrderOfSight, isRightToLeft, levelsOf, mirrored } from './bidi.js';
import { type Face, faceOf, widthOf } from './fonts.js';

/** A piece of a line: one face, one direction. */
export interface Piece {
  text: string;
  /** The name of its face. */
  font: string;
}

export interface Line {
  /** From left to right, as they are seen. */
  pieces: Piece[];
  /** It belongs to a paragraph that reads from right to left. */
  rightToLeft: boolean;
}

interface Letter {
  text: string;
  face: Face;
  level: number;
}

/** Without the signs that steer direction, which are answered here, and with the spaces that fonts have. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\u00AD\uFEFF]/g, '')
    .replace(/[\u2000-\u200A\u202F\u205F\u3000\t]/g, ' ')
    .replace(/(?!\n)\p{Cc}/gu, '');

/** Signs that shape what stands beside them and show nothing themselves. */
const JOINERS = /\p{Join_Control}|\p{Variation_Selector}/u;

/** The letters of a text that no font here has, each once. Emoji, rare Han, Bengali and Georgian are such. */
export const lettersWithoutFont = (text: string): string[] => [
  ...new Set([...plain(text)].filter((letter) => letter !== '\n' && !JOINERS.test(letter) && faceOf(letter) === undefined)),
];

/** A letter that cannot be drawn is named, never left out and never an empty box. */
const named = (letter: string): string => `[U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;

const drawable = (text: string): string => {
  const missing = lettersWithoutFont(text);
  return missing.length === 0 ? text : [...text].map((letter) => (missing.includes(letter) ? named(letter) : letter)).join('');
};

function lettersOf(paragraph: string, rightToLeft: boolean): Letter[] {
  const all = [...paragraph];
  const levels = levelsOf(all, rightToLeft);
  let face: Face | undefined;
  return all.flatMap((text, i) => {
    const here = JOINERS.test(text) ? face : faceOf(text, /[\s\p{P}]/u.test(text) ? undefined : face);
    if (here === undefined) return [];
    face = here;
    return [{ text, face: here, level: levels[i]! }];
  });
}

const JOINED = /\p{L}|\p{M}|\p{Join_Control}/u;

/** Letters that are drawn together. From right to left only what joins does: a font turns words round, but not what stands between them. */
function piecesOf(letters: readonly Letter[]): (Letter & { joins: boolean })[] {
  const pieces: (Letter & { joins: boolean })[] = [];
  for (const letter of letters) {
    const odd = letter.level % 2 === 1;
    const joins = !odd || JOINED.test(letter.text);
    const last = pieces.at(-1);
    if (last !== undefined && last.joins && joins && last.face === letter.face && last.level === letter.level) last.text += letter.text;
    else pieces.push({ ...letter, text: odd ? mirrored(letter.text) : letter.text, joins });
  }
  return pieces;
}

const widthOfLetters = (letters: readonly Letter[], bold: boolean, size: number): number =>
  piecesOf(letters).reduce((sum, piece) => sum + widthOf(piece.text, piece.face, bold, size), 0);

/** Scripts that put no space between words. */
const UNSPACED = String.raw`[\p{Script=Thai}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
/** A line may end after such a word or what closes it, and before such a word: nothing that closes begins a line, nothing that opens ends one. */
const UNSPACED_END = new RegExp(`(?:${UNSPACED}|[、。，．・：；！？」』】）〉》〕ー])$`, 'u');
const UNSPACED_START = new RegExp(`^(?!々)(?:${UNSPACED}|[「『【（〈《〔])`, 'u');

/** Where a line may end: after a space or a hyphen, and between words of a script that puts no space between them. */
function wordsOf(letters: readonly Letter[]): Letter[][] {
  const text = letters.map((letter) => letter.text).join('');
  const ends = new Set<number>();
  for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'word' }).segment(text)) {
    const end = index + segment.length;
    const next = text.slice(end, end + 2);
    if (/[\s\-/]$/u.test(segment) || (UNSPACED_END.test(segment) && UNSPACED_START.test(next))) ends.add(end);
  }
  const words: Letter[][] = [[]];
  let at = 0;
  for (const letter of letters) {
    words.at(-1)!.push(letter);
    at += letter.text.length;
    if (ends.has(at)) words.push([]);
  }
  return words.filter((word) => word.length > 0);
}

/** A word that is wider than the whole line is cut where it must be. */
function cut(word: readonly Letter[], width: number, bold: boolean, size: number): Letter[][] {
  if (widthOfLetters(word, bold, size) <= width) return [[...word]];
  const parts: Letter[][] = [[]];
  for (const letter of word) {
    const fits = widthOfLetters([...parts.at(-1)!, letter], bold, size) <= width;
    if (!fits && parts.at(-1)!.length > 0 && !/\p{M}/u.test(letter.text)) parts.push([]);
    parts.at(-1)!.push(letter);
  }
  return parts;
}

const trimmed = (line: readonly Letter[]): Letter[] => {
  const end = line.findLastIndex(({ text }) => text !== ' ');
  return line.slice(0, end + 1);
};

const seen = (line: readonly Letter[]): Piece[] => {
  const pieces: Piece[] = [];
  for (const { text, face } of inOrderOfSight(piecesOf(trimmed(line)))) pieces.push({ text, font: face.name });
  return pieces;
};

/**
 * Breaks text into lines and says what stands on each from left to right: letters by the font that has them, words of Arabic and Hebrew from
 * right to left. What no font has is written as its number.
 *
 * @param width of the column, in points
 * @param size of the letters, in points
 */
export function layText(text: string, { width, size, bold = false }: { width: number; size: number; bold?: boolean }): Line[] {
  return drawable(plain(text))
    .split('\n')
    .flatMap((paragraph): Line[] => {
      const rightToLeft = isRightToLeft(paragraph);
      const lines: Letter[][] = [[]];
      for (const word of wordsOf(lettersOf(paragraph, rightToLeft)).flatMap((whole) => cut(whole, width, bold, size))) {
        const together = [...lines.at(-1)!, ...word];
        if (lines.at(-1)!.length > 0 && widthOfLetters(trimmed(together), bold, size) > width) lines.push(word);
        else lines[lines.length - 1] = together;
      }
      return lines.map((line) => ({ pieces: seen(line), rightToLeft }));
    });
}
