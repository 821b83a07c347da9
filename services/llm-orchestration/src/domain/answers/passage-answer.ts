import type { Passage, Searched } from './answer.js';
import { AskedWords, Holder } from './asked-words.js';
import { pointsBack, unitsOf, type Unit } from './sentences.js';
import { toWhatsAppText } from './whatsapp-text.js';
import { termsOf } from './words.js';

/** A passage that covers less of a question is not worth a second look: a follow-up is then asked together with what went before. */
export const ENOUGH_COVERAGE = 0.45;

/**
 * Above which confidence an answer is given. Half of what can be had: the question is covered, by more than one telling word, in one place, and no
 * other passage comes near. Measured with `npm run bench answers`; bench/README.md has the figures.
 */
export const ENOUGH_CONFIDENCE = { sure: 0.5, more: 0.4 } as const;

/** A passage up to this length is shown whole. */
const SHORT_CHARACTERS = 360;
/** What is shown of a longer one: neither more sentences nor more characters. */
const MAX_SENTENCES = 4;
const MAX_CHARACTERS = 700;

/** A question of so few telling words is weighed with its other words too. */
const FEW_WORDS = 2;

/** What a question could be answered with. */
export interface Candidate {
  question: string;
  passage: Passage;
  /** What is shown of it. */
  text: string;
  /** 0 to 1: how likely it is that the text answers the question. */
  confidence: number;
  /** Passages that fit as well, of other subjects, this one first; empty where one fits best. */
  ties: Passage[];
}

/**
 * The best that was found for a question, and how sure it is that it answers.
 *
 * confidence = √(covered × said) × (1 − e^−evidence) × ahead + ahead in meaning
 * - covered: the share of the question that the passage covers, by what its words tell; said: the same of the best sentence, so that words
 *   scattered over a passage count for less than words said together;
 * - evidence: how much the words that were found tell, in units of a word that a single passage holds, those of the heading and the title twice.
 *   A question of which one common word was found is covered by chance more often than one of which three rare ones were;
 * - ahead: a half where the next passage fits as well (and says as much, for a question of few words), 1 where it has at most two thirds of the score.
 * - ahead in meaning, where vectors are compared: by how much the passage is nearer to the question than the nearest that says something else, less
 *   what that is by chance. It takes away where another passage is nearer, and gives where the words alone leave it open.
 *
 * @returns undefined when nothing was found
 */
export function bestCandidate(searched: Searched): Candidate | undefined {
  const { question, passages } = searched;
  const asked = AskedWords.of(question, searched.asked, searched.searched);
  const passage = bestPassage(question, passages, asked);
  if (!passage) return undefined;
  const about = aboutOf(passage);
  const text = toWhatsAppText(passage.text);
  const units = unitsOf(text);
  const holders = units.map((unit) => new Holder(unit.text));
  const said = Math.max(0.01, ...holders.map((holder) => asked.share(about, holder)));
  const evidence = ((passage.coverage + asked.share(about)) * asked.tells) / asked.most;
  const others = passages.filter((each) => each !== passage);
  const saysAsMuch = asked.words.length <= FEW_WORDS ? rivalsOf(question, passage) : (): boolean => true;
  const next = Math.max(0, ...others.filter(saysAsMuch).map(({ score }) => score));
  const ahead = 0.5 + 0.5 * Math.min(1, 3 * Math.max(0, 1 - next / passage.score));
  const byWords = Math.sqrt(passage.coverage * said) * (1 - Math.exp(-evidence)) * ahead;
  const confidence = Math.min(1, Math.max(0, byWords + aheadInMeaning(passage, others)));
  return {
    question,
    passage,
    text: text.length <= SHORT_CHARACTERS ? text : extractOf(asked, about, units, holders),
    confidence,
    ties: tiesOf(question, passage, others),
  };
}

/** The difference between two cosines that says nothing. */
const BY_CHANCE = 0.05;

function aheadInMeaning({ similarity, text }: Passage, others: readonly Passage[]): number {
  const rivals = others.flatMap((other) => (other.similarity !== undefined && other.text !== text ? [other.similarity] : []));
  return similarity === undefined || rivals.length === 0 ? 0 : similarity - Math.max(...rivals) - BY_CHANCE;
}

const aboutOf = ({ title, heading }: Passage): Holder => new Holder(`${title} ${heading}`);

/** Passages of other subjects that score and cover alike, and whose best sentence says as much: what is asked fits all of them. */
function tiesOf(question: string, passage: Passage, others: readonly Passage[]): Passage[] {
  if (passage.coverage < 0.9 || passage.heading === '') return [];
  const saysAsMuch = rivalsOf(question, passage);
  const alike = others.filter(
    (other) =>
      other.coverage >= 0.9 &&
      other.score >= passage.score * 0.97 &&
      other.heading !== '' &&
      other.heading !== passage.heading &&
      saysAsMuch(other),
  );
  return alike.length === 0 ? [] : [passage, ...alike].slice(0, 3);
}

/** Tells the passages whose best sentence holds as many words of the question as that of this one. */
function rivalsOf(question: string, passage: Passage): (other: Passage) => boolean {
  const said = saidOf(question);
  const most = said(passage);
  return (other) => said(other) >= most;
}

/** How many words of a question, those of asking too, the best sentence of a passage holds. */
function saidOf(question: string): (passage: Passage) => number {
  const wanted = termsOf(question);
  const shared = (unit: Unit): number => [...termsOf(unit.text)].filter((term) => wanted.has(term)).length;
  return (passage) => Math.max(...unitsOf(passage.text).map(shared));
}

/**
 * The passage that ranks first. A question of one or two telling words says little to rank by: of the passages that hold them, `how long does
 * delivery take` wants the one whose sentence holds most of its other words too.
 */
export function bestPassage(question: string, passages: readonly Passage[], asked: AskedWords): Passage | undefined {
  const [first] = passages;
  if (!first || asked.words.length > FEW_WORDS) return first;
  const most = Math.max(...passages.map((passage) => passage.coverage));
  const said = saidOf(question);
  const [best] = passages
    .filter((passage) => passage.coverage >= most - 0.1 && passage.score >= first.score * 0.6)
    .map((passage) => ({ passage, words: said(passage) }))
    .sort((a, b) => b.words - a.words);
  return best?.passage ?? first;
}

/** @returns a few sentences of the passage, or the list or table in which the answer stands, or a short passage whole */
export function extract(question: string, passage: Passage, words?: Pick<Searched, 'asked' | 'searched'>): string {
  const text = toWhatsAppText(passage.text);
  if (text.length <= SHORT_CHARACTERS) return text;
  const units = unitsOf(text);
  return extractOf(
    AskedWords.of(question, words?.asked, words?.searched),
    aboutOf(passage),
    units,
    units.map((unit) => new Holder(unit.text)),
  );
}

function extractOf(asked: AskedWords, about: Holder, units: readonly Unit[], holders: readonly Holder[]): string {
  const best = bestUnit(asked, about, holders);
  const chosen = units[best]!;
  if (chosen.isBlock) return chosen.text;
  let [from, to] = [best, best];
  // The sentence before one that refers back; then the neighbours in its paragraph, first the one that adds more of the question.
  if (pointsBack(chosen.text) && isSentenceOf(units[best - 1], chosen)) from--;
  const characters = (start: number, end: number): number =>
    units.slice(start, end + 1).reduce((sum, unit) => sum + unit.text.length + 1, 0);
  while (to - from + 1 < MAX_SENTENCES) {
    const grown = [
      [from, to + 1],
      [from - 1, to],
    ].filter(
      ([start, end]) =>
        isSentenceOf(units[start!], chosen) && isSentenceOf(units[end!], chosen) && characters(start!, end!) <= MAX_CHARACTERS,
    );
    const shares = grown.map(([start, end]) => asked.share(about, ...holders.slice(start, end! + 1)));
    if (grown.length === 0) break;
    [from, to] = grown[shares[1] !== undefined && shares[1] > shares[0]! ? 1 : 0] as [number, number];
  }
  // A paragraph that introduces a list is useless without it.
  const next = units[to + 1];
  const announced = /[:：]$/.test(units[to]!.text) && next?.isBlock ? [next] : [];
  const sentences = units
    .slice(from, to + 1)
    .map((unit) => unit.text)
    .join(' ');
  return [sentences, ...announced.map((unit) => unit.text)].join('\n');
}

const isSentenceOf = (unit: Unit | undefined, other: Unit): boolean =>
  unit !== undefined && !unit.isBlock && unit.paragraph === other.paragraph;

/** The unit that holds most of the question. Words of the heading apply to every sentence under it, so they distinguish less. */
function bestUnit(asked: AskedWords, about: Holder, holders: readonly Holder[]): number {
  let [best, bestScore] = [0, 0];
  holders.forEach((holder, index) => {
    const score = asked.words.reduce(
      (sum, { word, weight }) => sum + (holder.holds(word) ? (weight + 0.01) * (about.holds(word) ? 0.3 : 1) : 0),
      0,
    );
    if (score > bestScore + 1e-9) [best, bestScore] = [index, score];
  });
  return best;
}
