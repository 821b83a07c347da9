/** Something in a document that a reader could not use. Stable codes; the document is usable all the same. */
export const WARNING_CODES = [
  'heading_without_text',
  'question_without_answer',
  'encoding_guessed',
  'pages_without_text',
  'title_rows',
  'hidden_parts',
  'slides_without_text',
  'cells_without_value',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface ReadingWarning {
  code: WarningCode;
  /** What was found and what would be right, for the person who uploaded it. */
  detail: string;
  /** The first few of what it is about, as they stand in the document: headings, questions, numbers of pages, an encoding. */
  items: string[];
  /** How many there are. */
  total: number;
}

/** Many faults of one kind are told by the first few and a number. */
const NAMED = 5;
const LONGEST_NAME = 80;

/** Collects what readers have to say about a document: one warning a kind. */
export class ReadingWarnings {
  readonly #items = new Map<WarningCode, string[]>();

  /** @param item what it is about: a heading, a question, a page */
  about(code: WarningCode, item: string): void {
    const items = this.#items.get(code);
    if (items) items.push(item);
    else this.#items.set(code, [item]);
  }

  all(): ReadingWarning[] {
    return [...this.#items].map(([code, all]) => {
      const items = all
        .slice(0, NAMED)
        .map((item) => (item.length > LONGEST_NAME ? `${item.slice(0, LONGEST_NAME)}…` : item).toWellFormed().replaceAll('\0', ''));
      const more = all.length > NAMED ? `; and ${all.length - NAMED} more` : '';
      return { code, detail: DETAILS[code](items.join('; ') + more), items, total: all.length };
    });
  }
}

const DETAILS: Readonly<Record<WarningCode, (items: string) => string>> = {
  heading_without_text: (items) => `These headings have no text under them, so nothing is answered with them: ${items}`,
  question_without_answer: (items) => `These questions have no answer, so they are left out: ${items}`,
  pages_without_text: (items) =>
    `These pages hold no text that can be read, as scans do or fonts without a map to Unicode. Run text recognition (OCR) over them, or send the text. Pages: ${items}`,
  hidden_parts: (items) => `These parts are hidden in the document, so they are left out: ${items}`,
  slides_without_text: (items) =>
    `These slides hold no text that can be read, as pictures and diagrams do. Write what they say into their notes. Slides: ${items}`,
  cells_without_value: (items) =>
    `These cells show an error, or hold a formula without its result, so they are left out. Open the file in its program and save it again: ${items}`,
  title_rows: (items) => `These rows above the table are taken for its title: ${items}`,
  encoding_guessed: (items) =>
    `The file does not say how its letters are encoded. If they look wrong, save it in UTF-8 and send it again. It was read as ${items}`,
};
