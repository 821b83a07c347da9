import { handoff, type Handoff, type Outcome, type Passage } from '../answer.js';
import { conceptOf, isPromise, writtenNumber } from './concepts.js';
import { CLAUSE_END, denies, Said, type Grounds } from './grounds.js';
import { languageOf } from './language.js';
import { isAssent, isCourtesy, isEmpty } from './phrases.js';
import { readable } from './readable.js';
import { targetsOf } from './targets.js';
import { figuresOf, longNumbersOf, wordsOf, type Word } from './tokens.js';

/** A sentence of the model and the sources that it names. */
export interface Claim {
  text: string;
  citations: readonly { passage: number; quote?: string }[];
}

/** The share of a sentence's words that must be in the passage that grounds it. */
const ENOUGH = 0.5;
/** The share if the languages differ: then only numbers, dates, names and related words can be compared. */
const ENOUGH_ELSEWHERE = 0.25;
/** The one concept that is checked but does not tie a sentence to a passage. */
const DENIAL = 'denial';
/** No real word is longer; a text without spaces may hide anything. */
const LONGEST_WORD = 34;

const ungrounded = (detail: string): Handoff => handoff('ungrounded_answer', detail);
const unsafe = (detail: string): Handoff => handoff('unsafe_answer', detail);

/** What is wrong with a text whatever grounds it; undefined when nothing is. */
export function unsafeIn(text: string, grounds: Grounds): Handoff | undefined {
  if (grounds.secrets.areIn(text)) return unsafe('it gives away what the assistant was told');
  const known = new Set(grounds.passages.flatMap(({ said }) => [...said.targets]));
  for (const target of targetsOf(text)) {
    // Customers may read their own mail address.
    if (!known.has(target) && !(isMail(target) && grounds.question.targets.has(target)))
      return unsafe('it holds an address that is not in the knowledge');
  }
  return undefined;
}

const isMail = (target: string): boolean => /^[^/:]+@[^/:]+$/.test(target);

/** Accepts an answer if the passages ground all of it; otherwise a handoff. */
export function verifyAnswer(text: string, claims: readonly Claim[], grounds: Grounds): Outcome {
  const refused = unsafeIn(text, grounds);
  if (refused) return refused;
  const language = languageOf(
    text,
    wordsOf(text).map((word) => word.plain),
  );
  const cited = new Set<Passage>();
  let agreesOnly = false;
  for (const claim of claims) {
    const held = holdOf(claim, grounds, language);
    if (held === 'assent') agreesOnly = true;
    else if (held !== 'courtesy') {
      if ('kind' in held) return held;
      for (const passage of held.passages) cited.add(passage);
    }
  }
  if (agreesOnly && cited.size === 0) return ungrounded('it agrees or refuses and says nothing from the knowledge');
  return { kind: 'answer', text, citations: grounds.passages.map(({ passage }) => passage).filter((passage) => cited.has(passage)) };
}

/** What grounds a sentence: passages, or none if it asserts nothing; otherwise what is wrong with it. */
function holdOf(claim: Claim, grounds: Grounds, language: string | undefined): { passages: Passage[] } | 'courtesy' | 'assent' | Handoff {
  for (const { passage, quote } of claim.citations) {
    const given = grounds.passages[passage - 1];
    if (!given) return ungrounded('it cites a passage that it was not given');
    if (quote !== undefined && !given.said.quotes(quote)) return ungrounded('it quotes words that do not stand in the passage');
  }
  const sentence = readSentence(claim.text, grounds, language);
  if (sentence.isCourtesy) return sentence.agrees ? 'assent' : 'courtesy';
  if (sentence.says.length === 0 && sentence.figures.length === 0 && sentence.concepts.length === 0) return 'assent';

  const named = [...new Set(claim.citations.map(({ passage }) => grounds.passages[passage - 1]!))];
  let wrong: string | undefined;
  // If the model cites several passages, they count together. If it cites none or a wrong one, any single passage may ground it.
  for (const candidates of [...(named.length > 0 ? [named] : []), ...grounds.passages.map((each) => [each])]) {
    const said = candidates.length === 1 ? candidates[0]!.said : new Said(candidates.map((each) => each.said.text).join('\n'));
    const isElsewhere =
      named.length > 0 &&
      candidates === named &&
      language !== undefined &&
      said.language !== undefined &&
      language !== said.language &&
      grounds.languages.has(language);
    const problem = said.quotes(claim.text) ? undefined : missingIn(said, sentence, grounds, isElsewhere);
    if (problem === undefined) return { passages: candidates.map(({ passage }) => passage) };
    wrong ??= problem;
  }
  return ungrounded(wrong ?? 'there is no knowledge that it could be from');
}

interface Sentence {
  /** Words with content. */
  says: Word[];
  /** The same words, by statement of the sentence. */
  clauses: Word[][];
  names: Word[];
  concepts: string[];
  denies: boolean;
  figures: { value: string; isTerm: boolean }[];
  longNumbers: string[];
  isCourtesy: boolean;
  agrees: boolean;
}

function readSentence(text: string, grounds: Grounds, language: string | undefined): Sentence {
  const words = wordsOf(text);
  const figures = figuresOf(text);
  const concepts = words.flatMap((word) => conceptOf.get(word.plain) ?? []);
  const isCourteous = (word: Word): boolean => isCourtesy(word.plain) || grounds.names.has(word.plain);
  const speaks = (word: Word): boolean => !writtenNumber.has(word.plain) && !isEmpty(word.plain) && !isCourteous(word);
  const says = words.filter(speaks);
  // In German every noun is capitalised.
  const isName = (word: Word): boolean => language !== 'de' && !word.isFirst && /^\p{Lu}/u.test(word.raw) && !conceptOf.has(word.plain);
  return {
    says,
    clauses: readable(text)
      .split(CLAUSE_END)
      .map((clause) => wordsOf(clause).filter((word) => speaks(word) && !conceptOf.has(word.plain))),
    names: says.filter((word) => isOdd(word.raw) || isName(word)),
    concepts,
    denies: denies(words.map((word) => word.plain)),
    figures,
    longNumbers: longNumbersOf(text),
    isCourtesy:
      figures.length === 0 &&
      says.every((word) => conceptOf.get(word.plain) === DENIAL) &&
      concepts.every((concept) => concept === DENIAL) &&
      (words.length === 0 || words.some(isCourteous)),
    agrees: words.some((word) => isAssent(word.plain)),
  };
}

/** Codes and other tokens that are not plain words. */
const isOdd = (raw: string): boolean => /\p{N}/u.test(raw) || /\p{Ll}\p{Lu}/u.test(raw) || raw.length > LONGEST_WORD;

/** What a sentence says that its sources do not. */
function missingIn(said: Said, sentence: Sentence, grounds: Grounds, isElsewhere: boolean): string | undefined {
  const { question } = grounds;
  if (sentence.figures.some(({ value, isTerm }) => !said.figures.has(value) && (isTerm || !question.figures.has(value)))) {
    return 'it names a number that is not in the passage';
  }
  if (sentence.longNumbers.some((number) => !said.longNumbers.has(number) && !question.longNumbers.has(number))) {
    return 'it names a telephone number, or one like it, that is not in the passage';
  }
  if (sentence.concepts.some((concept) => !said.concepts.has(concept) || (said.denied.has(concept) && !sentence.denies)))
    return 'it promises, dates or denies what the passage does not';
  if (
    sentence.names.some((name) => !said.words.has(name.plain) && !question.words.has(name.plain) && !(said.holds(name) && !isOdd(name.raw)))
  ) {
    return 'it names somebody or something that is not in the passage';
  }
  const enough = isElsewhere ? ENOUGH_ELSEWHERE : ENOUGH;
  const held = heldOf(sentence, said);
  const tied = sentence.concepts.filter((concept) => concept !== DENIAL).map(() => true);
  if (!(shareOf([...held, ...tied]) >= enough)) return 'the passage does not say so';
  if (sentence.concepts.filter(isPromise).some((concept) => !(shareOf(heldOf(sentence, said.about(concept))) >= enough))) {
    return 'it promises, dates or denies what the passage does not';
  }
  if (!isElsewhere && sentence.clauses.some((words) => words.length > 1 && !words.some((word) => said.holds(word)))) {
    return 'a part of it is not in the passage';
  }
  return undefined;
}

/** For each word and number of a sentence (except those checked separately), whether a text has it. */
const heldOf = ({ says, figures }: Sentence, said: Said): boolean[] => [
  ...says.filter(({ plain }) => !conceptOf.has(plain)).map((word) => said.holds(word)),
  ...figures.map(({ value }) => said.figures.has(value)),
];

/** NaN for an empty list, which never counts as enough. */
const shareOf = (held: readonly boolean[]): number => held.filter(Boolean).length / held.length;

/**
 * The part of an unfinished answer that may be shown: the grounded sentences up to the first that is not, and the unfinished one as long as
 * it says nothing that would be refused.
 */
export function shownOf(claims: readonly Claim[], isLastWhole: boolean, grounds: Grounds): number {
  const texts = claims.map(({ text }) => text);
  const upTo = (count: number): string => texts.slice(0, count).join(' ');
  const language = languageOf(
    upTo(texts.length),
    wordsOf(upTo(texts.length)).map((word) => word.plain),
  );
  let safe = texts.length;
  while (safe > 0 && unsafeIn(upTo(safe), grounds)) safe--;
  for (const [at, claim] of claims.slice(0, safe).entries()) {
    const held = holdOf(claim, grounds, language);
    if (typeof held === 'string' || !('kind' in held)) continue;
    const isBegun = at === claims.length - 1 && !isLastWhole;
    if (!isBegun || !mayBecomeHeld(readSentence(claim.text, grounds, language), grounds)) return at;
  }
  return safe;
}

/** A sentence that has hardly begun: at most one word without a source, and nothing that needs one. */
function mayBecomeHeld({ says, names, figures, concepts, longNumbers }: Sentence, grounds: Grounds): boolean {
  if (names.length > 0 || figures.length > 0 || concepts.length > 0 || longNumbers.length > 0) return false;
  return says.filter((word) => !grounds.passages.some(({ said }) => said.holds(word))).length <= 1;
}
