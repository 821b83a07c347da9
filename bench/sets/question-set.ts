/** A base and what is asked of it. */
export interface QuestionSet {
  name: string;
  /** ISO 639-1. */
  language: string;
  /** Each becomes a document of its own. */
  documents: { contentType: string; content: string }[];
  questions: SetQuestion[];
}

export interface SetQuestion {
  text: string;
  /** The place of the document that answers it. */
  document: number;
  /** What stands in a right answer. */
  expected: string;
}

export interface QuestionSets {
  sets: QuestionSet[];
  /** Questions that none of the bases answers. */
  outOfScope: string[];
}
