import type { Answering } from '../bases/knowledge-base.js';

/** A passage that fits a question. */
export interface Passage {
  baseId: string;
  documentId: string;
  chunkId: string;
  title: string;
  heading: string[];
  text: string;
  /** Of the document, from 1; null where its format has no pages. */
  page: number | null;
  /** BM25, or fused with what the passage means; comparable only with scores of the same reply. */
  score: number;
  /** How sure the bot has to be before it answers from its base. */
  answering: Answering;
  /** The confidence that this takes, 0 to 1; absent where it was not measured for its base. */
  enough?: number;
  /** Share of the question that the passage covers, 0 to 1; comparable between questions. */
  coverage: number;
  /** The cosine of the question and the nearest of the passage's vectors, -1 to 1; null where none are compared, or where others are nearer. */
  similarity: number | null;
}

/** A question as the index is asked. */
export interface Asked {
  /** By text search configuration, from `questionWords`. */
  words: Readonly<Record<string, string>>;
  /** By text search configuration, from `questionParts`. */
  parts: Readonly<Record<string, string[]>>;
  limit: number;
}

/** A word of a question as it stands in the index, and how much it tells: its idf among the passages that were searched. */
export interface AskedWord {
  word: string;
  weight: number;
}

export interface Found {
  /** Best first. */
  passages: Passage[];
  /** In the language of the best passage; empty when nothing was found. */
  asked: AskedWord[];
  /** How many passages were searched; 0 when nothing was found. */
  searched: number;
}
