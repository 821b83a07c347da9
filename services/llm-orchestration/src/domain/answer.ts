/** A passage of the tenant's knowledge as the search returned it. */
export interface Passage {
  documentId: string;
  chunkId: string;
  title: string;
  heading: string;
  text: string;
  score: number;
  /** Share of the question's informative words that the passage holds, 0 to 1. */
  coverage: number;
}

export type HandoffReason =
  | 'customer_asked'
  | 'escalation_keyword'
  | 'no_answer'
  | 'off_topic'
  | 'model_timeout'
  | 'model_error'
  | 'model_empty'
  | 'unsupported_message';

/** What becomes of a question: an answer, whole, or a person. */
export type Outcome = { kind: 'answer'; text: string; citations: Passage[] } | { kind: 'handoff'; reason: HandoffReason; detail?: string };

export const handoff = (reason: HandoffReason, detail?: string): Outcome => ({ kind: 'handoff', reason, ...(detail ? { detail } : {}) });
