import { askedOf } from '../services/knowledge/src/domain/search/asked.js';
import { PassagesRepository } from '../services/knowledge/src/persistence/search/passages.repository.js';
import type { Passage, Searched } from '../services/llm-orchestration/src/domain/answers/answer.js';
import { answerQuestions } from '../services/llm-orchestration/src/domain/answers/answer-questions.js';
import { triage } from '../services/llm-orchestration/src/domain/answers/triage.js';
import { renderTable, verdict } from './measure/table.js';
import { Bases, type LoadedBase } from './rig/bases.js';
import { embeddingsOf, Meanings } from './rig/meanings.js';
import { startInfrastructure } from './rig/infrastructure.js';
import { readOptions } from './rig/options.js';
import { inRunFolder } from './rig/run.js';
import type { QuestionSet } from './sets/question-set.js';
import { readSets } from './sets/question-sets.js';

const PASSAGES = 5;
const QUESTIONS_AT_A_TIME = 16;
/** Documents next to each other are often of one subject: they are held out together. */
const BLOCK = 5;

type Answering = NonNullable<Passage['answering']>;

/**
 * Which questions are answered without a model, and of those how many right: what triage, search and the decision to answer make of them. Asked of bases
 * that hold the answer, of bases from which the document was left out, and questions that no base answers.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { numbers: {}, texts: ['data', 'only', 'dir', 'embeddings'], switches: ['keep'] });
  const only = options.only?.split(',');
  const { sets: all, outOfScope } = readSets(options.data);
  const sets = all.filter(({ name, language }) => !only || only.includes(language) || only.includes(name));
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    const embeddings = embeddingsOf(options.embeddings);
    const bases = await Bases.start(run, infrastructure, embeddings);
    const asker = new Asker(bases, new Meanings(bases, embeddings));
    const rows: string[][] = [];
    const worst = { answered: 1, right: 1, abstained: 1 };
    for (const set of sets) {
      const base = await bases.load(set);
      const heldOut = new Set([...set.documents.keys()].filter((place) => Math.floor(place / BLOCK) % 2 === 1));
      const half = await bases.load(set, heldOut);
      const texts = set.questions.map(({ text }) => text);
      const without = set.questions.filter(({ document }) => heldOut.has(document)).map(({ text }) => text);
      for (const answering of ['sure', 'more'] as const) {
        const outcomes = await asker.ask(base, set, texts, answering);
        const answered = outcomes.filter(({ kind }) => kind === 'answer').length;
        const right = outcomes.filter(
          (outcome, index) => outcome.kind === 'answer' && holds(outcome.text, set.questions[index]!.expected),
        ).length;
        const abstained = share(await asker.ask(half, set, without, answering), 'handoff');
        const foreign = set.language === 'en' ? share(await asker.ask(base, set, outOfScope, answering), 'handoff') : undefined;
        rows.push([
          `${set.name}: ${answering === 'sure' ? 'be sure' : 'answer more'}`,
          (answered / texts.length).toFixed(3),
          (right / Math.max(1, answered)).toFixed(3),
          abstained.toFixed(3),
          foreign === undefined ? '' : foreign.toFixed(3),
        ]);
        if (answering === 'sure') {
          worst.answered = Math.min(worst.answered, answered / texts.length);
          worst.right = Math.min(worst.right, right / Math.max(1, answered));
          worst.abstained = Math.min(worst.abstained, abstained, foreign ?? 1);
        }
      }
    }
    run.print(`\n${renderTable(['', 'answered', 'right of these', 'abstained: left out', 'abstained: out of scope'], rows)}`);
    run.print(
      `the worst set, when it is to be sure: answered ${verdict(worst.answered, { atLeast: 0.6 })}, right ${verdict(worst.right, { atLeast: 0.95 })}, abstained ${verdict(worst.abstained, { atLeast: 0.98 })}`,
    );
  });
}

class Asker {
  readonly #passages = new PassagesRepository();

  constructor(
    private readonly bases: Bases,
    private readonly meanings: Meanings,
  ) {}

  /** As the answering service goes about it, message by message. */
  async ask(base: LoadedBase, set: QuestionSet, texts: readonly string[], answering: Answering): Promise<{ kind: string; text: string }[]> {
    const wanted = texts.map((text) => triage(text, []));
    const found = await this.#search(base, answering, [
      ...new Set(wanted.flatMap((each) => (each.kind === 'question' ? each.attempts.flat() : []))),
    ]);
    return wanted.map((each) => {
      if (each.kind !== 'question') return { kind: each.kind, text: '' };
      const outcome = answerQuestions(each.attempts, found, set.language);
      return { kind: outcome.kind, text: outcome.kind === 'answer' ? outcome.text : '' };
    });
  }

  async #search(base: LoadedBase, answering: Answering, questions: readonly string[]): Promise<Map<string, Searched>> {
    const found = new Map<string, Searched>();
    for (let at = 0; at < questions.length; at += QUESTIONS_AT_A_TIME) {
      const some = questions.slice(at, at + QUESTIONS_AT_A_TIME);
      const meant = await this.meanings.of(base.tenantId, some);
      const results = await this.bases.database.forTenant(base.tenantId, (tx) =>
        this.#passages.search(
          tx,
          { kind: 'allPublished' },
          some.map((question) => askedOf(question, PASSAGES)),
          meant,
        ),
      );
      some.forEach((question, index) => {
        const { passages, ...rest } = results[index]!;
        found.set(question, {
          question,
          ...rest,
          passages: passages.map((passage) => ({
            ...passage,
            heading: passage.heading.join(' > '),
            page: passage.page ?? undefined,
            similarity: passage.similarity ?? undefined,
            answering,
          })),
        });
      });
    }
    return found;
  }
}

const share = (outcomes: readonly { kind: string }[], kind: string): number =>
  outcomes.length === 0 ? 1 : outcomes.filter((outcome) => outcome.kind === kind).length / outcomes.length;

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
const holds = (text: string, expected: string): boolean => letters(text).includes(letters(expected));
