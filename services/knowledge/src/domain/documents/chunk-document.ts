import { lettersOf, pageAt, type Block } from './block.js';
import type { ReadingWarnings } from './reading-warning.js';

/** A passage: the unit that is found and quoted. */
export interface Chunk {
  /** Headings above the passage, the highest first; for an entry, its question. */
  heading: string[];
  text: string;
  /** The page on which it begins, from 1; missing where its format has no pages. */
  page?: number;
}

/** Passages have about this many words: enough to answer one question, few enough to put several into a prompt. */
const MAX_WORDS = 220;
const IDEAL_WORDS = 160;
/** A longer text is not used as a heading, even if the document marks it as one. */
const MAX_HEADING_CHARACTERS = 300;
/** Above this many characters to a word, text is measured by its characters: it is code, addresses, or one endless word. */
const MAX_CHARACTERS_A_WORD = 12;
const LONGEST_WORD = 200;
/** Scripts without spaces between words, and how many of their letters make a word. */
const UNSPACED: readonly (readonly [letters: RegExp, toAWord: number])[] = [
  [/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, 2],
  [/[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu, 5],
];

/** A piece of a section that stays whole. */
interface Unit {
  text: string;
  words: number;
  page?: number | undefined;
}
/** A text and the page on which it begins. */
type Placed = Pick<Unit, 'text' | 'page'>;

function countWords(text: string): number {
  const unspaced = UNSPACED.reduce((sum, [letters, toAWord]) => sum + (text.match(letters)?.length ?? 0) / toAWord, 0);
  const words = (text.match(/\S+/g)?.length ?? 0) + unspaced;
  return Math.max(words, text.length / MAX_CHARACTERS_A_WORD);
}
const unit = (text: string, page?: number): Unit => ({ text, words: countWords(text), page });

/**
 * Cuts a document into passages of about 80 to 220 words. A passage never reaches over a heading; a list keeps its introduction, a
 * table row its column names, a question its answer; longer sections are cut into pieces of about the same length, between
 * sentences where paragraphs are too long.
 *
 * @param title of the document; a first heading that only repeats it is left out of the passages' headings
 * @param warnings gets headings and questions that nothing stands under: they answer nothing, and are left out
 */
export function chunkDocument(blocks: readonly Block[], title: string, warnings?: ReadingWarnings): Chunk[] {
  const chunks: (Placed & { heading: string[] })[] = [];
  const lone: Placed[] = [];
  const path: { level: number; text: string; page: number | undefined; used: boolean }[] = [];
  let section: Block[] = [];

  const headings = (): string[] => {
    const texts = path.map((heading) => heading.text);
    return same(texts[0], title) ? texts.slice(1) : texts;
  };
  const endSection = (): void => {
    const texts = pack(unitsOf(section));
    for (const text of texts) chunks.push({ heading: headings(), ...text });
    if (texts.length > 0) for (const heading of path) heading.used = true;
    section = [];
  };
  /** A heading with nothing under it is a passage itself where it says something; a mere title, or a question, is no answer to anybody. */
  const leave = (level: number): void => {
    while (path.length > 0 && path.at(-1)!.level >= level) {
      const { text, page, used } = path.at(-1)!;
      const under = headings().slice(0, -1);
      if (!used && !same(text, title)) {
        if (saysSomething(text)) chunks.push({ heading: under, text, page });
        else {
          lone.push({ text, page });
          warnings?.about('heading_without_text', text);
        }
        for (const heading of path) heading.used = true;
      }
      path.pop();
    }
  };

  for (const block of blocks) {
    if (block.kind === 'heading' && block.text.length > MAX_HEADING_CHARACTERS) section.push({ ...block, kind: 'paragraph' });
    else if (block.kind === 'heading') {
      endSection();
      leave(block.level);
      path.push({ level: block.level, text: clean(block.text), page: block.pages?.[0]?.page, used: false });
    } else if (block.kind === 'entry') {
      endSection();
      const topics = block.topic.map(clean).filter(Boolean);
      const topic = topics.filter((text) => text.length <= MAX_HEADING_CHARACTERS);
      const texts = pack([...topics.filter((text) => !topic.includes(text)), ...block.paragraphs].flatMap(pieces));
      if (texts.length === 0 && topic.length > 0) {
        warnings?.about('question_without_answer', topic.at(-1)!);
      }
      for (const text of texts) chunks.push({ heading: [...headings(), ...topic], ...text });
      for (const heading of path) heading.used = true;
    } else section.push(block);
  }
  endSection();
  leave(0);
  // A document of nothing but headings is a list.
  if (chunks.length === 0 && lone.length > 0) {
    const units = lone.map(({ text, page }) => unit(text, page));
    chunks.push(...pack(units).map((text) => ({ heading: [], ...text })));
  }
  return chunks
    .map(({ heading, text, page }) => ({ heading, text: text.trim(), ...(page === undefined ? {} : { page }) }))
    .filter((chunk) => chunk.text !== '');
}

/** `Call 555 1234`, `Closed on Mondays.`: a figure, an address, or a whole sentence. */
const saysSomething = (heading: string): boolean =>
  /\p{N}{2}|@|:\/\/|[.!。！]["'”’»)]?$|:\s+\S/u.test(heading) && !/[?？]\s*$/.test(heading);

const same = (a: string | undefined, b: string): boolean => a?.trim().toLowerCase() === b.trim().toLowerCase();

/** Removes what Postgres cannot hold (NUL, lone surrogates) and other control characters. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\n])\p{Cc}|[\u00ad\u200b\ufeff]/gu, '')
    .trim();

function unitsOf(blocks: readonly Block[]): Unit[] {
  const units: Unit[] = [];
  for (const block of blocks) {
    switch (block.kind) {
      case 'paragraph':
        units.push(...placed(pieces(block.text), block));
        break;
      case 'list':
        units.push(
          ...withIntroduction(
            units,
            placed(
              block.items.map((item) => unit(`- ${clean(item)}`)),
              block,
            ),
          ),
        );
        break;
      case 'table':
        units.push(
          ...withIntroduction(
            units,
            block.rows.map((row) => unit(rowText(block.header, row))),
          ),
        );
        break;
      case 'code':
        units.push(...groups(block.text.split('\n').map((line) => unit(clean(line)))));
        break;
    }
  }
  return units;
}

/** @param units the pieces of a block, in order */
function placed(units: readonly Unit[], { pages }: Block): Unit[] {
  let letters = 0;
  return units.map((each) => {
    const page = pages && pageAt(pages, letters);
    letters += lettersOf(each.text);
    return { ...each, page };
  });
}

const rowText = (header: readonly string[], row: readonly string[]): string =>
  row
    .map(clean)
    .flatMap((cell, index) => (cell ? [header[index] && clean(header[index]) !== cell ? `${clean(header[index])}: ${cell}` : cell] : []))
    .join('; ');

/** Lines with the paragraph that introduces them, which is repeated where the lines have to be cut. */
function withIntroduction(units: Unit[], lines: readonly Unit[]): Unit[] {
  const before = units.at(-1);
  const announces = before !== undefined && (/[:：]$/.test(before.text) || before.words <= 40);
  if (announces) units.pop();
  return groups(lines, announces ? before : undefined);
}

function groups(lines: readonly Unit[], introduction?: Unit): Unit[] {
  const result: Unit[] = [];
  const start = introduction ? [introduction.text] : [];
  let group = [...start];
  let words = introduction?.words ?? 0;
  let page = introduction?.page;
  for (const line of lines.flatMap(({ text, page: its }) => cutWords(text).map((part) => unit(part, its)))) {
    if (group.length > start.length && words + line.words > MAX_WORDS) {
      result.push(unit(group.join('\n'), page));
      group = [...start];
      words = introduction?.words ?? 0;
      page = undefined;
    }
    group.push(line.text);
    words += line.words;
    page ??= line.page;
  }
  if (group.length > 0) result.push(unit(group.join('\n'), page));
  return result;
}

/** A paragraph as units: whole, or cut between sentences into pieces of about the same length. */
function pieces(paragraph: string): Unit[] {
  const text = clean(paragraph);
  if (!text) return [];
  if (countWords(text) <= MAX_WORDS) return [unit(text)];
  const sentences = text.split(/(?<=[.!?…。！？]["'”’»)]?)\s+(?=\S)|(?<=[。！？])/u).flatMap(cutWords);
  return balance(
    sentences.map((sentence) => unit(sentence)),
    ' ',
  ).map((piece) => unit(piece.text));
}

/** The last resort for text without sentences: cut every so many words, and an endless word every so many characters. */
function cutWords(text: string): string[] {
  if (countWords(text) <= MAX_WORDS) return [text];
  const words = text.split(/(?<=\s)(?=\S)/).flatMap((word) => (word.length > LONGEST_WORD ? (word.match(/[^]{1,100}/gu) ?? []) : [word]));
  const cut: string[] = [];
  let piece = '';
  let count = 0;
  for (const word of words) {
    const more = countWords(word);
    if (count > 0 && count + more > MAX_WORDS) {
      cut.push(piece.trim());
      piece = '';
      count = 0;
    }
    piece += word;
    count += more;
  }
  cut.push(piece.trim());
  return cut.filter(Boolean);
}

const pack = (units: readonly Unit[]): Placed[] => balance(units, '\n\n');

/** Joins units to texts of about the same length: as few as fit, rather than full ones and a scrap at the end. */
function balance(units: readonly Unit[], glue: string): Placed[] {
  const total = units.reduce((sum, each) => sum + each.words, 0);
  const target = total <= MAX_WORDS ? MAX_WORDS : total / Math.ceil(total / IDEAL_WORDS);
  const texts: { parts: string[]; page: number | undefined }[] = [];
  let words = 0;
  for (const each of units) {
    const last = texts.at(-1);
    // Puts the unit where the passage ends up nearer to its ideal length.
    if (last && words + each.words <= MAX_WORDS && words + each.words / 2 <= target) {
      last.parts.push(each.text);
      words += each.words;
    } else {
      texts.push({ parts: [each.text], page: each.page });
      words = each.words;
    }
  }
  return texts.map(({ parts, page }) => ({ text: parts.join(glue), page }));
}
