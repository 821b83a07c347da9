/** A piece of a document's structure, independent of its format. Every reader returns blocks. */
export type Block =
  | { kind: 'heading'; /** 1 is the highest. */ level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  /** A passage by itself, such as a question with its answer, or a record. */
  | { kind: 'entry'; topic: string[]; paragraphs: string[] };
