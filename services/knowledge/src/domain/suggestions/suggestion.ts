import { createHash } from 'node:crypto';
import { informativeWords } from '../search/search-words.js';

/** A question that the knowledge did not serve. */
export interface Unserved {
  messageId: string;
  conversationId: string;
  question: string;
  outcome: 'unanswered' | 'handed_over' | 'disliked';
  personAnswer?: string | undefined;
  at: string;
}

/** Questions about one thing that the knowledge lacks. */
export interface Suggestion {
  /** The message of the oldest of its questions: it stays when others come. */
  id: string;
  /** The one that says most of what all ask. */
  question: string;
  /** What a person answered last; empty where nobody did. */
  answer: string;
  count: number;
  outcomes: Record<Unserved['outcome'], number>;
  /** The newest of its questions. */
  evidence: Unserved[];
}

/** What a person decided about a suggestion. */
export interface Decision {
  decision: 'approved' | 'dismissed';
  /** Hashes of the terms of its questions; what customers wrote is not kept. */
  terms: string[];
  decidedAt: string;
}

/** How many terms of two questions are shared, of all that they have, so that they are about one thing. */
const ALIKE = 0.5;
const MAX_EVIDENCE = 5;
/** Words that differ at their end are one term. */
const LETTERS_OF_A_TERM = 4;
/** Articles, pronouns and the like; not of scripts where two letters are a word. */
const SMALL_WORD = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{1,2}$/u;

/** What a question is about: the beginnings of its words, without those of asking. */
export function termsOf(question: string, configuration: string): Set<string> {
  const words = informativeWords(question, configuration);
  const telling = words.filter((word) => !SMALL_WORD.test(word));
  return new Set((telling.length > 0 ? telling : words).map((word) => [...word].slice(0, LETTERS_OF_A_TERM).join('')));
}

/** Terms as they are kept: of one tenant they can be compared, and not read. */
export const hashed = (tenantId: string, terms: ReadonlySet<string>): string[] =>
  [...terms].map((term) => createHash('sha256').update(`${tenantId} ${term}`).digest('base64url').slice(0, 12)).sort();

const sharedOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((term) => b.has(term)).length;

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const shared = sharedOf(a, b);
  return shared > 0 && shared / (a.size + b.size - shared) >= ALIKE;
}

interface Cluster {
  members: { terms: Set<string>; unserved: Unserved }[];
  /** Terms that at least half of its questions have. */
  core: Set<string>;
}

/**
 * Questions about one thing together, by the terms that they share: the oldest first, each to the first group whose common terms are alike. The same
 * questions give the same groups.
 */
export function cluster(unserved: readonly Unserved[], configuration: string): { suggestion: Suggestion; terms: Set<string> }[] {
  const clusters: Cluster[] = [];
  const oldestFirst = unserved.toSorted((a, b) => (a.at === b.at ? (a.messageId < b.messageId ? -1 : 1) : a.at < b.at ? -1 : 1));
  for (const each of oldestFirst) {
    const member = { terms: termsOf(each.question, configuration), unserved: each };
    const fitting = clusters.find(({ core }) => alike(core, member.terms));
    if (fitting) {
      fitting.members.push(member);
      fitting.core = coreOf(fitting);
    } else clusters.push({ members: [member], core: member.terms });
  }
  return clusters
    .map((each) => ({ suggestion: toSuggestion(each), terms: each.core }))
    .sort((a, b) => b.suggestion.count - a.suggestion.count || (a.suggestion.id < b.suggestion.id ? 1 : -1));
}

function coreOf({ members }: Cluster): Set<string> {
  const counts = new Map<string, number>();
  for (const { terms } of members) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count * 2 >= members.length).map(([term]) => term));
}

function toSuggestion({ members, core }: Cluster): Suggestion {
  const all = members.map(({ unserved }) => unserved);
  const outcomes = { unanswered: 0, handed_over: 0, disliked: 0 };
  for (const { outcome } of all) outcomes[outcome]++;
  // Terms of the core count for a question, others against it.
  const shared = ({ terms }: Cluster['members'][number]): number => 2 * sharedOf(terms, core) - terms.size;
  const [spokesman] = members.toSorted((a, b) => shared(b) - shared(a));
  return {
    id: all[0]!.messageId,
    question: spokesman!.unserved.question,
    answer: all.findLast(({ personAnswer }) => personAnswer)?.personAnswer ?? '',
    count: all.length,
    outcomes,
    evidence: all.toReversed().slice(0, MAX_EVIDENCE),
  };
}

/**
 * Whether a person has decided about a question: a thing that was dismissed stays so; one that was approved comes again where customers still ask it in
 * vain afterwards.
 *
 * @param terms hashed
 */
export function isDecided(terms: readonly string[], at: string, decisions: readonly Decision[]): boolean {
  const own = new Set(terms);
  return decisions.some(
    (decided) =>
      alike(new Set(decided.terms), own) && (decided.decision === 'dismissed' || Date.parse(at) <= Date.parse(decided.decidedAt)),
  );
}
