import type { Passage } from '../answer.js';
import { rulesText } from '../prompt.js';
import { plain } from '../words.js';
import { closes, conceptOf, isDaily, isUntil, limits, WEEK } from './concepts.js';
import { languageOf } from './language.js';
import { Secrets } from './leak.js';
import { readable } from './readable.js';
import { targetsOf } from './targets.js';
import { figuresOf, longNumbersOf, wordsOf, type Word } from './tokens.js';

/** What an answer may use, and what it must not reveal. */
export interface AnswerContext {
  passages: readonly Passage[];
  question: string;
  /** The tenant's own instructions. */
  systemPrompt: string;
  customerName?: string | undefined;
  /** ISO 639-1 code of the outlet's language. */
  language: string;
}

/** The content of a text in a form that can be compared with another. */
export class Said {
  readonly stems: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  /** Concepts that the text only negates. */
  readonly denied: ReadonlySet<string>;
  readonly figures: ReadonlySet<string>;
  readonly longNumbers: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
  readonly language: string | undefined;
  readonly #about = new Map<string, Said>();
  readonly #text: string;
  readonly #begins: ReadonlySet<string>;

  constructor(readonly text: string) {
    const words = wordsOf(text);
    this.stems = new Set(words.map(({ stem }) => stem));
    this.words = new Set(words.map((word) => word.plain));
    this.concepts = new Set([
      ...words.flatMap((word) => conceptOf.get(word.plain) ?? []),
      ...implied(
        words.map((word) => word.plain),
        text,
      ),
    ]);
    this.denied = deniedIn(text);
    this.figures = new Set(figuresOf(text).flatMap(({ value, also }) => [value, ...also]));
    this.longNumbers = new Set(longNumbersOf(text));
    this.targets = targetsOf(text);
    this.language = languageOf(text, [...this.words]);
    this.#text = plain(readable(text));
    this.#begins = new Set(words.map((word) => beginOf(word.plain)).filter((begin) => begin !== ''));
  }

  /** The statements about a concept, each with the statement before it if it says little by itself. */
  about(concept: string): Said {
    const known = this.#about.get(concept);
    if (known) return known;
    const clauses = readable(this.text).split(CLAUSE_END);
    const speaking = clauses.flatMap((clause, at) => {
      const words = wordsOf(clause);
      if (!words.some((word) => conceptOf.get(word.plain) === concept)) return [];
      return words.length <= MAX_OF_A_SCRAP ? [clauses[at - 1] ?? '', clause] : [clause];
    });
    const said = new Said(speaking.join('\n'));
    this.#about.set(concept, said);
    return said;
  }

  holds({ stem, plain: word }: Word): boolean {
    return this.stems.has(stem) || this.words.has(word) || (beginOf(word) !== '' && this.#begins.has(beginOf(word)));
  }

  /** Whether the words are in the text, in this order and without others between; ignores case, accents and punctuation. */
  quotes(words: string): boolean {
    const quoted = plain(readable(words));
    return quoted !== '' && ` ${this.#text} `.includes(` ${quoted} `);
  }
}

/** Adds what a text implies: the days between two days, and negations. */
function implied(words: readonly string[], text: string): string[] {
  const dayAt = (word: string | undefined): number => WEEK.findIndex((day) => day === conceptOf.get(word ?? ''));
  const spans = words.flatMap((word, at) => (isUntil(words[at + 1] ?? '') ? [[word, words[at + 2]] as const] : []));
  const dashed = [...readable(text).matchAll(/([\p{L}\p{M}]{3,20})\.?\s?[-–—]\s?([\p{L}\p{M}]{3,20})/gu)].map(
    ([, from, to]) => [plain(from!), plain(to!)] as const,
  );
  const days = [...spans, ...dashed].flatMap(([first, last]) => {
    const [from, to] = [dayAt(first), dayAt(last)];
    return from < 0 || to < 0 ? [] : [...WEEK, ...WEEK].slice(from, (to < from ? to + WEEK.length : to) + 1);
  });
  return [...days, ...(words.some(isDaily) ? WEEK : []), ...(words.some((word) => closes.has(word) || limits.has(word)) ? ['denial'] : [])];
}

/** Where one statement of a sentence ends and the next begins. */
export const CLAUSE_END = /[.!?…。！？;,:()\n|–—]|\s(?:and|but|y|pero|e|mas|et|mais|und|aber|ma)\s/iu;

function deniedIn(text: string): Set<string> {
  const denied = new Set<string>();
  const said = new Set<string>();
  for (const clause of readable(text).split(CLAUSE_END)) {
    const words = wordsOf(clause).map((word) => word.plain);
    const concepts = [...words.flatMap((word) => conceptOf.get(word) ?? []), ...implied(words, clause)];
    for (const concept of concepts) (denies(words) ? denied : said).add(concept);
  }
  return new Set([...denied].filter((concept) => !said.has(concept)));
}

/** Whether the words negate something. */
export const denies = (plainWords: readonly string[]): boolean =>
  plainWords.some((word) => closes.has(word) || conceptOf.get(word) === 'denial');

/** A clause with at most this many words says little by itself, such as `free of charge`. */
const MAX_OF_A_SCRAP = 3;

/** The beginning that forms of one word share; empty for short words, where it proves nothing. */
const beginOf = (word: string): string => (word.length >= 6 ? word.slice(0, 5) : '');

export class Grounds {
  readonly passages: readonly { passage: Passage; said: Said }[];
  readonly question: Said;
  readonly secrets: Secrets;
  /** Plain words that may name the customer, or the bot if the tenant named it. */
  readonly names: ReadonlySet<string>;
  /** Languages in which the customer may be answered if the knowledge is in another. */
  readonly languages: ReadonlySet<string | undefined>;

  constructor(context: AnswerContext) {
    this.passages = context.passages.map((passage) => {
      return { passage, said: new Said(`${passage.title}\n${passage.heading}\n${passage.text}`) };
    });
    this.question = new Said(context.question);
    this.secrets = new Secrets(
      [rulesText, context.systemPrompt],
      this.passages.map(({ said }) => said.text),
    );
    this.names = new Set([...namesIn(context.customerName ?? ''), ...personaOf(context.systemPrompt)]);
    this.languages = new Set([this.question.language, context.language.slice(0, 2).toLowerCase()]);
  }
}

/** A name has at most three words, without digits and without another meaning. */
function namesIn(name: string): string[] {
  if (targetsOf(name).size > 0) return [];
  return wordsOf(name)
    .slice(0, 3)
    .flatMap((word) => (/\d/.test(word.raw) || conceptOf.has(word.plain) ? [] : [word.plain]));
}

const PERSONA =
  /(?:\bsign(?: off)? as|\byour name is|\bcall yourself|\byou are called|\bfirma como|\bte llamas|\btu nombre es|\bll[aá]mate|\bassine como|\bseu nome [ée]|\bsignez?|\btu t['’]appelles|\bvous vous appelez|\bdu hei(?:ß|ss)t|\bdein name ist|\bunterschreibe (?:als|mit)|\bti chiami|\bfirma come)\s+(\p{Lu}[\p{L}\p{M}]{1,30})/giu;

function personaOf(systemPrompt: string): string[] {
  return [...systemPrompt.matchAll(PERSONA)].flatMap(([, name]) => (name && /^\p{Lu}/u.test(name) ? [plain(name)] : []));
}
