/** A passage that fits a question. */
export interface Passage {
  baseId: string;
  documentId: string;
  chunkId: string;
  title: string;
  heading: string[];
  text: string;
  /** BM25; comparable inside one answer only. */
  score: number;
  /** Share of what the question asks about that the passage speaks of, 0 to 1; comparable between questions. */
  coverage: number;
}
