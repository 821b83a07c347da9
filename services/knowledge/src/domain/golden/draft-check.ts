import type { Calibration } from './calibrate.js';

/** A question that the draft answers worse than what is published. Empty texts: a person would answer. */
export interface Regression {
  kind: 'golden' | 'past';
  question: string;
  before: string;
  after: string;
}

/** How a golden question comes out of a version, where the one before answered otherwise. */
export interface ChangedAnswer {
  /** `lost`: the facts were in the answer and no longer are; `won`: the other way round; `changed`: another text. */
  change: 'lost' | 'won' | 'changed';
  question: string;
  before: string;
  after: string;
}

/** What a version was asked before it was published; kept with it. No past question of a customer is in it. */
export interface VersionReport {
  golden: { asked: number; found: number };
  /** Of questions that customers asked: how many were asked again, how many of these the version before answered, and how many are lost. */
  past: { asked: number; answered: number; lost: number; changed: number };
  /** Golden questions whose answer is another; the first 50. */
  changes: ChangedAnswer[];
  calibration: Calibration;
  /** It was published although it answers worse. */
  forced: boolean;
}

/** So many changes are kept with a version. */
export const MAX_CHANGES = 50;

/** Past questions may change their fate by chance: a rarer word, a new neighbour. One in twenty of those that were answered may be lost. */
const TOLERATED = 0.05;
export const tolerated = (answered: number): number => Math.floor(answered * TOLERATED);
