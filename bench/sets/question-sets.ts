import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../rig/options.js';
import { generatedSet } from './generated-set.js';
import type { QuestionSet, QuestionSets } from './question-set.js';

interface Xquad {
  paragraphs: string[];
  questions: [question: string, paragraph: number, answer: string][];
}
interface Banking77 {
  intents: { name: string; examples: string[] }[];
  questions: [question: string, intent: number][];
}

/**
 * Reads the sets of a folder (`xquad.json`, `banking77.json`, `out-of-scope.json`, each optional), or makes one by rule where no folder is named.
 *
 * @throws {UsageError} when the folder holds none of them
 */
export function readSets(folder: string | undefined): QuestionSets {
  if (folder === undefined) return generatedSet();
  const read = <T>(file: string): T | undefined => {
    const path = join(folder, file);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
  };
  const xquad = read<Record<string, Xquad>>('xquad.json');
  const banking = read<Banking77>('banking77.json');
  if (!xquad && !banking) throw new UsageError(`${folder} holds neither xquad.json nor banking77.json`);
  const sets = Object.entries(xquad ?? {}).map(([language, { paragraphs, questions }]) => ({
    name: `xquad ${language}`,
    language,
    documents: paragraphs.map((content) => ({ contentType: 'text/plain', content })),
    questions: questions.map(([text, document, expected]) => ({ text, document, expected })),
  }));
  return {
    sets: [...sets, ...(banking ? [paraphrases(banking, 1), paraphrases(banking, 3)] : [])],
    outOfScope: read<string[]>('out-of-scope.json') ?? [],
  };
}

/**
 * A document of question-and-answer pairs an intent; what the answer says is known by a number alone, so that only the questions are there to be found.
 *
 * @param wordings how many ways of asking each document knows
 */
function paraphrases({ intents, questions }: Banking77, wordings: number): QuestionSet {
  const answerOf = (intent: number): string => `Reference ${100_000 + intent * 7}.`;
  return {
    name: wordings === 1 ? 'paraphrases' : `paraphrases of ${wordings}`,
    language: 'en',
    documents: intents.map(({ examples }, intent) => ({
      contentType: 'text/csv',
      content: `question,answer\n${examples
        .slice(0, wordings)
        .map((question) => `"${question.replaceAll('"', '""')}","${answerOf(intent)}"\n`)
        .join('')}`,
    })),
    questions: questions.map(([text, document]) => ({ text, document, expected: answerOf(document) })),
  };
}
