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
  /** What the model wrote is not what the knowledge says. */
  | 'ungrounded_answer'
  /** What the model wrote gives away instructions, or leads where the knowledge does not. */
  | 'unsafe_answer'
  | 'unsupported_message';

export interface Handoff {
  kind: 'handoff';
  reason: HandoffReason;
  /** For the audit trail; at most {@link DETAIL_LIMIT} characters on one line. */
  detail?: string;
}

/** What becomes of a question: an answer, whole, or a person. */
export type Outcome = { kind: 'answer'; text: string; citations: Passage[] } | Handoff;

/** An outcome, and what it took. */
export interface Responded {
  outcome: Outcome;
  responder: 'offline' | 'model';
  model: string;
  promptTokens: number;
  completionTokens: number;
}

const DETAIL_LIMIT = 200;

/** @param detail may hold what a customer or a model server wrote: what Postgres cannot keep is taken out, and it is cut */
export function handoff(reason: HandoffReason, detail = ''): Handoff {
  const cleaned = detail
    .slice(0, DETAIL_LIMIT)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return { kind: 'handoff', reason, ...(cleaned ? { detail: cleaned } : {}) };
}
