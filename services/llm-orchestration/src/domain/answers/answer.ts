/** A passage of the tenant's knowledge as the search returned it. */
export interface Passage {
  documentId: string;
  chunkId: string;
  title: string;
  heading: string;
  text: string;
  score: number;
  /** Share of the question's informative words that are in the passage, 0 to 1. */
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
  /** The knowledge does not say what the model wrote. */
  | 'ungrounded_answer'
  /** The model's text reveals instructions, or links to a place that the knowledge does not name. */
  | 'unsafe_answer'
  | 'unsupported_message';

export interface Handoff {
  kind: 'handoff';
  reason: HandoffReason;
  /** For the audit trail; at most {@link DETAIL_LIMIT} characters on one line. */
  detail?: string;
}

/** The result of a question: a complete answer, or a handoff to a person. */
export type Outcome = { kind: 'answer'; text: string; citations: Passage[] } | Handoff;

/** An outcome and its cost. */
export interface Responded {
  outcome: Outcome;
  responder: 'offline' | 'model';
  model: string;
  promptTokens: number;
  completionTokens: number;
}

const DETAIL_LIMIT = 200;

/** @param detail may hold text of a customer or a model server: it is cut, and cleaned of what Postgres cannot store */
export function handoff(reason: HandoffReason, detail = ''): Handoff {
  const cleaned = detail
    .slice(0, DETAIL_LIMIT)
    .toWellFormed()
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim();
  return { kind: 'handoff', reason, ...(cleaned ? { detail: cleaned } : {}) };
}
