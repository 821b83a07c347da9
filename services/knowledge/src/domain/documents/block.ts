/** A piece of a document's structure, independent of its format. Every reader returns blocks. */
export type Block = (
  | { kind: 'heading'; /** 1 is the highest. */ level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  /** A passage by itself, such as a question with its answer, or a record. */
  | { kind: 'entry'; topic: string[]; paragraphs: string[] }
) & {
  /** The pages that it stands on, in order; the first begins at 0. Missing where a format has no pages. */
  pages?: readonly PageStart[];
};

/** Where a page begins in a text. */
export interface PageStart {
  /** The letters of the text before it. Letters stay when lines are joined; spaces, hyphens and bullets do not. */
  from: number;
  /** From 1, as a viewer counts the sheets, whatever is printed on them. */
  page: number;
}

export const lettersOf = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;

/** The page on which a text goes on after so many letters. */
export const pageAt = (pages: readonly PageStart[], letters: number): number | undefined =>
  (pages.findLast(({ from }) => from <= letters) ?? pages[0])?.page;

/** The pages of the rest of a text after so many letters. */
export const pagesAfter = (pages: readonly PageStart[], letters: number): PageStart[] => {
  const first = pages.findLastIndex(({ from }) => from <= letters);
  return pages.slice(Math.max(first, 0)).map(({ from, page }) => ({ from: Math.max(from - letters, 0), page }));
};
