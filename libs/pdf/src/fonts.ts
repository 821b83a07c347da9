import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/** One file of letters, in two weights. */
export interface Face {
  name: string;
  normal: string;
  bold: string;
}

const require = createRequire(import.meta.url);

const face = (name: string, pack: string, subset: string): Face => {
  const file = (weight: number): string => require.resolve(`@fontsource/${pack}/files/${pack}-${subset}-${weight}-normal.woff`);
  return { name, normal: file(400), bold: file(700) };
};

/**
 * Source Han Sans (OFL), which is Noto Sans CJK: all Han of Unicode's first block, kana and hangul, in one weight, so that bold looks like the
 * rest. Han are in the shapes of mainland China, in Japanese and Korean text too.
 */
const eastAsian = (name: string, file: string): Face => {
  const path = require.resolve(`@librescore/fonts/${file}.min.woff2`);
  return { name, normal: path, bold: path };
};

/** Noto Sans (OFL) by script, in the order in which a letter is looked for. What none of them has cannot be drawn. */
export const FACES: readonly Face[] = [
  face('Latin', 'noto-sans', 'latin'),
  face('LatinExtended', 'noto-sans', 'latin-ext'),
  face('Vietnamese', 'noto-sans', 'vietnamese'),
  face('Greek', 'noto-sans', 'greek'),
  face('GreekExtended', 'noto-sans', 'greek-ext'),
  face('Cyrillic', 'noto-sans', 'cyrillic'),
  face('CyrillicExtended', 'noto-sans', 'cyrillic-ext'),
  face('Arabic', 'noto-sans-arabic', 'arabic'),
  face('Hebrew', 'noto-sans-hebrew', 'hebrew'),
  face('Devanagari', 'noto-sans-devanagari', 'devanagari'),
  face('Thai', 'noto-sans-thai', 'thai'),
  // The largest come last: they are read only for letters that nothing before has.
  eastAsian('Han', 'SourceHanSansCN'),
  eastAsian('Hangul', 'SourceHanSansKR'),
];

const fonts = new Map<string, Font>();

const fontOf = (file: string): Font => {
  const known = fonts.get(file);
  if (known !== undefined) return known;
  const font = create(readFileSync(file));
  fonts.set(file, font);
  return font;
};

const has = (candidate: Face, letter: string): boolean => fontOf(candidate.normal).hasGlyphForCodePoint(letter.codePointAt(0)!);

/** The face that draws a letter: the one that drew the letter before it, if that has it too, so that words are not cut. */
export const faceOf = (letter: string, before?: Face): Face | undefined =>
  before !== undefined && has(before, letter) ? before : FACES.find((candidate) => has(candidate, letter));

/** How wide a piece of text of one face is, in points. */
export function widthOf(text: string, { normal, bold }: Face, isBold: boolean, size: number): number {
  const font = fontOf(isBold ? bold : normal);
  // What writes the file lays word for word too.
  return text.split(/(?<= )/).reduce((width, word) => width + (font.layout(word).advanceWidth / font.unitsPerEm) * size, 0);
}
