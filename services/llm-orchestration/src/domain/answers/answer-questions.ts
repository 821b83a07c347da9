import { handoff, type Outcome, type Passage, type Searched } from './answer.js';
import { isAsking } from './asking.js';
import { bestCandidate, ENOUGH_CONFIDENCE, type Candidate } from './passage-answer.js';
import { phrasesOf } from './phrases.js';

/** What is shown of all passages together; what does not fit is named as open. A text message has at most 4,096 characters. */
const MAX_CHARACTERS = 3_000;
const LONGEST_NAME = 120;

/**
 * Answers without a model, by quoting the passages that answer for sure. Every question of a burst is answered or named as open; where one question
 * fits several subjects alike, it asks which is meant.
 *
 * @param attempts what to look up, in order; see `triage`
 * @param found what the search returned, by question; each passage says how sure one has to be of it
 */
export function answerQuestions(attempts: readonly (readonly string[])[], found: ReadonlyMap<string, Searched>, language: string): Outcome {
  const tried = attempts.map((parts) =>
    parts.map((question): Part => {
      const searched = found.get(question);
      const candidate = searched && bestCandidate(searched);
      return {
        question,
        candidate: candidate && isSureEnough(candidate) ? candidate : undefined,
        tie: candidate?.ties ?? [],
      };
    }),
  );
  // Taken apart wins where each part has an answer of its own: no passage holds the words of several questions.
  const apart = tried.find((parts) => parts.length > 1 && parts.every(({ candidate }) => candidate));
  for (const parts of apart ? [apart] : tried) {
    const [first] = parts;
    if (parts.length === 1 && first!.tie.length > 0) return whichOf(first!.tie, language);
    if (parts.some(({ candidate }) => candidate)) return quote(parts, language);
  }
  return handoff('no_answer');
}

const isSureEnough = ({ confidence, passage }: Candidate): boolean =>
  confidence >= (passage.enough ?? ENOUGH_CONFIDENCE[passage.answering ?? 'sure']);

interface Part {
  question: string;
  /** Only where it is good enough. */
  candidate: Candidate | undefined;
  tie: readonly Passage[];
}

function quote(parts: readonly Part[], language: string): Outcome {
  const phrases = phrasesOf(language);
  const quoted = new Map<string, Candidate>();
  const open: string[] = [];
  let characters = 0;
  for (const { question, candidate } of parts) {
    if (!candidate) {
      if (isAsking(question)) open.push(question);
    } else if (!quoted.has(candidate.text)) {
      // Two questions may have the same answer.
      if (quoted.size > 0 && characters + candidate.text.length > MAX_CHARACTERS) open.push(question);
      else quoted.set(candidate.text, candidate);
      characters += candidate.text.length;
    }
  }
  const citations = [...new Map([...quoted.values()].map(({ passage }) => [passage.chunkId, passage])).values()];
  const titles = [...new Set(citations.map(({ title }) => title))];
  const named = open.map((question) => `“${question.slice(0, LONGEST_NAME).toWellFormed()}”`).join(', ');
  return {
    kind: 'answer',
    text: [
      ...quoted.keys(),
      `_${phrases.source}: ${titles.join(', ')}_`,
      ...(named ? [phrases.open.replace('{questions}', () => named)] : []),
    ].join('\n\n'),
    citations,
  };
}

/** A question for the customer: which of the subjects is meant. The answer `2` is understood; see `chosenSubject`. */
function whichOf(passages: readonly Passage[], language: string): Outcome {
  const subjects = passages.map(({ heading }, index) => `${index + 1}. ${heading}`);
  return { kind: 'answer', text: [phrasesOf(language).which, ...subjects].join('\n'), citations: [...passages] };
}
