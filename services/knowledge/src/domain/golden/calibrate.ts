/** How sure an answer has to be, 0 to 1, by what the company chose. */
export interface Enough {
  sure: number;
  more: number;
}

/** What was found for a golden question: how sure it was, and whether it holds the facts. */
export interface Measured {
  id: string;
  confidence: number;
  right: boolean;
}

export interface Calibration {
  /** Undefined where the usual confidence holds. */
  enough?: Enough;
  /** How many questions it was measured by. */
  questions: number;
  /** Of those that were held out, at the confidence for `sure`: how many were answered, and how many of these were right. */
  heldOut?: { questions: number; answered: number; right: number };
}

/** Fewer say too little: half of them choose, the others judge. */
export const MIN_QUESTIONS = 20;
/** Of what is answered so much must be right. */
const RIGHT = { sure: 0.95, more: 0.85 } as const;
/** What the usual confidences may be moved to: further away a few questions would decide over all others. */
const BOUNDS = { sure: [0.35, 0.75], more: [0.25, 0.65] } as const;
/** The confidences that hold where nothing was measured; see `llm-orchestration`, `passage-answer.ts`. */
export const USUAL: Enough = { sure: 0.5, more: 0.4 };

/**
 * Measures how sure an answer has to be by the golden questions of a base. One half chooses the lowest confidence at which enough of the answers are
 * right; the other half, which had no part in it, judges: where that confidence is less often right there than the usual one, the usual one stays.
 */
export function calibrate(measured: readonly Measured[]): Calibration {
  const questions = measured.length;
  if (questions < MIN_QUESTIONS) return { questions };
  // Ids are in the order of time: every second one, whatever order the rows come in.
  const sorted = measured.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const choosing = sorted.filter((_, index) => index % 2 === 0);
  const judging = sorted.filter((_, index) => index % 2 === 1);
  const sure = judged(lowest(choosing, 'sure'), USUAL.sure, judging);
  const more = Math.min(sure, judged(lowest(choosing, 'more'), USUAL.more, judging));
  const { answered, right } = at(sure, judging);
  return { enough: { sure, more }, questions, heldOut: { questions: judging.length, answered, right } };
}

function at(confidence: number, measured: readonly Measured[]): { answered: number; right: number } {
  const answered = measured.filter((each) => each.confidence >= confidence);
  return { answered: answered.length, right: answered.filter(({ right }) => right).length };
}

/** The lowest confidence, in steps of 0.05, from which on enough is right; the highest one where none is. */
function lowest(measured: readonly Measured[], mode: keyof Enough): number {
  const [least, most] = BOUNDS[mode];
  for (let step = Math.round(least * 20); step <= Math.round(most * 20); step++) {
    const { answered, right } = at(step / 20, measured);
    if (answered > 0 && right >= answered * RIGHT[mode]) return step / 20;
  }
  return most;
}

/** @returns `chosen` unless it is right less often than `usual` in questions that did not choose it */
function judged(chosen: number, usual: number, judging: readonly Measured[]): number {
  const share = (confidence: number): number => {
    const { answered, right } = at(confidence, judging);
    return answered === 0 ? 1 : right / answered;
  };
  return share(chosen) >= share(usual) ? chosen : usual;
}
