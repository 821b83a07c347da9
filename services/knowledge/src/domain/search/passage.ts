/** A passage that fits a question. */
export interface Passage {
  baseId: string;
  documentId: string;
  chunkId: string;
  title: string;
  heading: string[];
  text: string;
  /** BM25; comparable only with scores of the same reply. */
  score: number;
  /** Share of the question that the passage covers, 0 to 1; comparable between questions. */
  coverage: number;
}
