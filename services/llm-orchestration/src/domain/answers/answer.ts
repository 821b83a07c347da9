/** A question as it comes to the bot. */
export interface Asked {
  tenantId: string;
  /** What was written since the last answer, joined by line breaks. */
  question: string;
  /** Earlier turns, oldest first. */
  history: readonly { author: string; text: string }[];
  customerName?: string | undefined;
  /** The customer who writes; missing where somebody of the company tries a question. Tools act for this contact only. */
  contactId?: string | undefined;
  /** The type of a message in the question that only eyes or ears understand. */
  unseen?: string | undefined;
  /** Only the published version of this knowledge base is searched; that of every base where it is missing. */
  baseId?: string | undefined;
  /** Of a knowledge base that is tried before it is published: its draft is searched in place of what is published of it. */
  draft?: { baseId: string; enough?: { sure: number; more: number } | undefined } | undefined;
  /** Searches by words alone, so that a draft, which has no vectors yet, is compared with what is published. */
  isLexical?: boolean | undefined;
}

/** A passage of the tenant's knowledge as the search returned it. */
export interface Passage {
  documentId: string;
  chunkId: string;
  title: string;
  heading: string;
  text: string;
  /** Of the document, from 1; missing where its format has no pages. */
  page?: number | undefined;
  score: number;
  /** Share of the question's informative words that are in the passage, 0 to 1. */
  coverage: number;
  /** The cosine of the question and the passage's nearest sentence or heading; missing where none are compared, or others are nearer. */
  similarity?: number | undefined;
  /** How sure the company wants the bot to be before it answers from this; `sure` where nothing is said. */
  answering?: 'sure' | 'more' | undefined;
  /** The confidence that this takes, 0 to 1, where it was measured for the knowledge base. */
  enough?: number | undefined;
}

/** A word of a question as the index knows it, and how much it tells. */
export interface AskedWord {
  word: string;
  weight: number;
}

/** What the search found for a question. */
export interface Searched {
  question: string;
  /** Best first. */
  passages: Passage[];
  /** Missing where the knowledge service does not say. */
  asked?: AskedWord[] | undefined;
  /** How many passages were searched. */
  searched?: number | undefined;
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
  /** The type of the message that only a person can look at or listen to. */
  unseen?: string;
  /** Why the assistant was not asked at all. */
  withheld?: 'plan_limit';
}

/** The result of a question: a complete answer, or a handoff to a person. */
export type Outcome = { kind: 'answer'; text: string; citations: Passage[] } | Handoff;

/** What a model read and wrote. */
export interface Tokens {
  model: string;
  promptTokens: number;
  completionTokens: number;
  /** The company's own key paid for them. */
  ownKey?: true;
}

/** What tokens cost, by the prices that are imported. */
export interface Cost {
  /** In the smallest unit of the currency; a fraction, since an answer costs less than a cent. */
  costMinor: number;
  /** ISO 4217. */
  currency: string;
}

/** An outcome and what it took. */
export interface Responded extends Tokens {
  outcome: Outcome;
  responder: 'offline' | 'model';
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
