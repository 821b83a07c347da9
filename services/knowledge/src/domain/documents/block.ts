/** What every reader of a document turns it into: its structure, without the format it came in. */
export type Block =
  | { kind: 'heading'; /** 1 is the highest. */ level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  /** A passage of its own, whatever stands around it: a question and its answer, a record. */
  | { kind: 'entry'; topic: string[]; paragraphs: string[] };
