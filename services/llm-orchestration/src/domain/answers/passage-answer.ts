import { handoff, type Outcome, type Passage } from './answer.js';
import { phrasesOf } from './phrases.js';
import { toWhatsAppText } from './whatsapp-text.js';
import { termsOf } from './words.js';

/**
 * A passage that covers less of the question does not answer it. Measured with 38 questions on a handbook of nine sections: passages that
 * answer cover at least 0.50; for questions without an answer, the best passage covers at most 0.37.
 */
export const ENOUGH_COVERAGE = 0.45;

/** A passage up to this length is shown whole. */
const SHORT_CHARACTERS = 360;
const MAX_SENTENCES = 3;

/**
 * Answers without a model: the sentences of the best passage that fit the question best, and their source.
 *
 * @param found for every question of the customer's burst, the passages that the search returned, best first
 */
export function answerFromPassages(found: readonly { question: string; passages: readonly Passage[] }[], language: string): Outcome {
  const answered = found.flatMap(({ question, passages }) => {
    const passage = bestPassage(question, passages);
    return passage ? [{ passage, text: extract(question, passage) }] : [];
  });
  if (answered.length === 0) return handoff('no_answer');
  // Two questions may have the same answer.
  const texts = [...new Set(answered.map(({ text }) => text))];
  const citations = [...new Map(answered.map(({ passage }) => [passage.chunkId, passage])).values()];
  const titles = [...new Set(citations.map(({ title }) => title))];
  return { kind: 'answer', text: `${texts.join('\n\n')}\n\n_${phrasesOf(language).source}: ${titles.join(', ')}_`, citations };
}

/**
 * Of the passages that cover the question, the one with the sentence that holds most of its words. The search ranks by informative
 * words alone; of several passages that hold those, `how long does delivery take` wants the one where something takes time.
 */
export function bestPassage(question: string, passages: readonly Passage[]): Passage | undefined {
  const enough = passages.filter((passage) => passage.coverage >= ENOUGH_COVERAGE);
  const most = Math.max(...enough.map((passage) => passage.coverage));
  const highest = Math.max(...enough.map((passage) => passage.score));
  const wanted = termsOf(question);
  const [best] = enough
    .filter((passage) => passage.coverage >= most - 0.1 && passage.score >= highest * 0.6)
    .map((passage) => ({ passage, words: Math.max(...unitsOf(passage.text).map((unit) => sharedWith(wanted, unit))) }))
    .sort((a, b) => b.words - a.words);
  return best?.passage ?? enough[0];
}

const sharedWith = (wanted: ReadonlySet<string>, unit: Unit): number => [...termsOf(unit.text)].filter((term) => wanted.has(term)).length;

/** A piece of a passage that is shown whole or not at all: a sentence, or a list or table with its introduction. */
interface Unit {
  text: string;
  paragraph: number;
  isBlock: boolean;
}

/** @returns 1 to 3 sentences of the passage, or the list or table in which the answer stands, or a short passage whole */
export function extract(question: string, passage: Passage): string {
  const text = toWhatsAppText(passage.text);
  if (text.length <= SHORT_CHARACTERS) return text;
  const units = unitsOf(text);
  const best = bestUnit(question, passage, units);
  const chosen = units[best]!;
  if (chosen.isBlock) return chosen.text;
  // Adds the rest of the paragraph, and the sentence before one that refers back.
  let from = best;
  if (pointsBack(chosen.text) && isSentenceOf(units[best - 1], chosen)) from--;
  let to = best;
  while (to - from + 1 < MAX_SENTENCES && isSentenceOf(units[to + 1], chosen)) to++;
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

function bestUnit(question: string, passage: Passage, units: readonly Unit[]): number {
  const wanted = termsOf(question);
  const terms = units.map((unit) => termsOf(unit.text));
  // Words of the heading apply to every sentence under it, so they do not distinguish any.
  const shared = termsOf(`${passage.title} ${passage.heading}`);
  let best = 0;
  let bestScore = 0;
  units.forEach((_, index) => {
    let score = 0;
    for (const term of wanted) {
      if (!terms[index]!.has(term)) continue;
      const holders = terms.filter((other) => other.has(term)).length;
      score += Math.log(1 + units.length / holders) * (shared.has(term) ? 0.3 : 1);
    }
    if (score > bestScore) [best, bestScore] = [index, score];
  });
  return best;
}

/** Abbreviations whose full stop does not end a sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|approx|no|nr|st|mr|mrs|ms|dr|vs|p\.ej|ej|sr|sra|av|z\.B|ca|bzw|usw|tel|max|min)\.$/i;

function unitsOf(text: string): Unit[] {
  return text.split('\n\n').flatMap((paragraph, index): Unit[] => {
    if (paragraph.includes('\n')) return [{ text: paragraph, paragraph: index, isBlock: true }];
    const sentences: string[] = [];
    for (const piece of paragraph.split(/(?<=[.!?…]["'”’»)]?)\s+(?=[\p{Lu}\p{N}"'“‘«¿¡(*_])|(?<=[。！？।])\s*/u)) {
      const before = sentences.at(-1);
      if (before !== undefined && ABBREVIATION.test(before)) sentences[sentences.length - 1] = `${before} ${piece}`;
      else if (piece.trim()) sentences.push(piece.trim());
    }
    return sentences.map((sentence) => ({ text: sentence, paragraph: index, isBlock: false }));
  });
}

const pointsBack = (sentence: string): boolean =>
  /^(it|they|this|that|these|those|he|she|if so|however|otherwise|then|also|but|esto|esta|este|estos|eso|ese|sin embargo|isso|isto|este|cela|ce|cette|dies|diese[rs]?|questo|questa|ciò)\b/i.test(
    sentence,
  );
