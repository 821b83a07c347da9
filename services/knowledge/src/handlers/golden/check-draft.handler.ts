import { Injectable } from '@nestjs/common';
import { MAX_REPLAYED } from '#contracts';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import { AnswersClient, AnswersUnavailable, type Replayed } from '../../clients/golden/answers.client.js';
import { ConversationsClient } from '../../clients/golden/conversations.client.js';
import { calibrate, type Calibration, type Enough } from '../../domain/golden/calibrate.js';
import { MAX_CHANGES, tolerated, type ChangedAnswer, type Regression, type VersionReport } from '../../domain/golden/draft-check.js';
import { holdsFacts, MAX_GOLDEN, type GoldenQuestion } from '../../domain/golden/golden-question.js';
import { GoldenQuestionsRepository, type Looked } from '../../persistence/golden/golden-questions.repository.js';

export interface DraftCheck {
  /** Why the draft must not be published; empty where it may. */
  regressions: Regression[];
  report: Omit<VersionReport, 'forced'>;
  /** What the draft answers to each golden question. */
  looked: Looked[];
}

/** How long past questions are asked again at most: the request waits. */
const MAX_PAST_MS = 15_000;

interface Past {
  past: VersionReport['past'];
  regressions: Regression[];
}

/** Asks the draft of a base what customers and the company ask, by the code that answers customers, and compares. */
@Injectable()
export class CheckDraftHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly golden: GoldenQuestionsRepository,
    private readonly answers: AnswersClient,
    private readonly conversations: ConversationsClient,
    private readonly logger: Logger,
  ) {}

  /**
   * @param publishedVersion null where nothing is published yet, so that nothing can get worse
   * @throws {AnswersUnavailable} when the answering service does not reply
   */
  async execute(tenantId: string, baseId: string, publishedVersion: number | null): Promise<DraftCheck> {
    const listed = await this.database.forTenant(tenantId, (tx) => this.golden.list(tx, baseId, MAX_GOLDEN));
    const golden = await this.#lookedAt(tenantId, listed, publishedVersion);
    const { calibration, replayed } = await this.#draft(tenantId, baseId, golden);
    const compared = golden.map((question, index) => compare(question, replayed[index]!.text));
    const lost = compared.filter(({ change }) => change === 'lost');
    const { past, regressions } =
      publishedVersion === null ? NOTHING_PAST : await this.#past(tenantId, { baseId, ...pickEnough(calibration) });
    return {
      regressions: [...lost.map(({ question, before, after }) => ({ kind: 'golden' as const, question, before, after })), ...regressions],
      looked: compared.map(({ id, after, found }) => ({ id, answer: after, found })),
      report: {
        golden: { asked: compared.length, found: compared.filter(({ found }) => found).length },
        past,
        changes: compared.flatMap(changeOf).slice(0, MAX_CHANGES),
        calibration,
      },
    };
  }

  /** Questions that came while nothing answered are asked of the published version now. */
  async #lookedAt(tenantId: string, listed: readonly GoldenQuestion[], publishedVersion: number | null): Promise<GoldenQuestion[]> {
    const unchecked = publishedVersion === null ? [] : listed.filter(({ found }) => found === null);
    const replayed = await this.answers.replay(tenantId, unchecked);
    const answers = new Map(unchecked.map(({ id }, index) => [id, replayed[index]!.text]));
    return listed.map((question) => {
      const answer = answers.get(question.id);
      return answer === undefined ? question : { ...question, answer, found: holdsFacts(answer, question.expected) };
    });
  }

  /**
   * Asks what customers asked lately of what is published and of the draft. Where nobody replies, or time is up, the rest is left out: these questions
   * are a sample.
   */
  async #past(tenantId: string, draft: { baseId: string; enough?: Enough }): Promise<Past> {
    const asked = (await this.conversations.asked(tenantId)) ?? [];
    const answered = asked.filter(({ outcome }) => outcome === 'answered').map(({ question }) => [sameness(question), question] as const);
    const questions = [...new Map(answered.toReversed()).values()].toReversed().map((question) => ({ question, earlier: [] }));
    const past = { asked: 0, answered: 0, lost: 0, changed: 0 };
    const lost: Regression[] = [];
    const until = performance.now() + MAX_PAST_MS;
    try {
      for (let from = 0; from < questions.length && performance.now() < until; from += MAX_REPLAYED) {
        const portion = questions.slice(from, from + MAX_REPLAYED);
        const before = await this.answers.replay(tenantId, portion);
        const after = await this.answers.replay(tenantId, portion, draft);
        for (const [index, { question }] of portion.entries()) {
          const [was, is] = [before[index]!, after[index]!];
          past.asked++;
          if (was.outcome !== 'answer') continue;
          past.answered++;
          if (is.outcome !== 'answer') lost.push({ kind: 'past', question, before: was.text, after: '' });
          else if (is.text !== was.text) past.changed++;
        }
      }
    } catch (error) {
      if (!(error instanceof AnswersUnavailable)) throw error;
      this.logger.warn('questions of customers are left out, because the answering service does not reply', error);
    }
    past.lost = lost.length;
    return { past, regressions: lost.length > tolerated(past.answered) ? lost : [] };
  }

  /** The confidence that an answer takes is measured first; then the draft answers as it will when it is published. */
  async #draft(
    tenantId: string,
    baseId: string,
    golden: readonly GoldenQuestion[],
  ): Promise<{ calibration: Calibration; replayed: Replayed[] }> {
    const replayed = await this.answers.replay(tenantId, golden, { baseId });
    const calibration = calibrate(
      golden.flatMap(({ id, expected }, index) => {
        const best = replayed[index]!.best;
        return best ? [{ id, confidence: best.confidence, right: holdsFacts(best.text, expected) }] : [];
      }),
    );
    const { enough } = calibration;
    return { calibration, replayed: enough ? await this.answers.replay(tenantId, golden, { baseId, enough }) : replayed };
  }
}

const NOTHING_PAST: Past = { past: { asked: 0, answered: 0, lost: 0, changed: 0 }, regressions: [] };

const pickEnough = ({ enough }: Calibration): { enough?: Enough } => (enough ? { enough } : {});

/** By which a question that many customers asked is asked again once. */
const sameness = (question: string): string =>
  question
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface Compared {
  id: string;
  question: string;
  /** Null where it was never asked before. */
  was: string | null;
  before: string;
  after: string;
  found: boolean;
  change: ChangedAnswer['change'] | undefined;
}

function compare({ id, question, expected, answer, found: wasFound }: GoldenQuestion, after: string): Compared {
  const found = holdsFacts(after, expected);
  const change = wasFound && !found ? 'lost' : !wasFound && found ? 'won' : answer !== after ? 'changed' : undefined;
  return { id, question, was: answer, before: answer ?? '', after, found, change };
}

const changeOf = ({ was, change, question, before, after }: Compared): ChangedAnswer[] =>
  was !== null && change ? [{ change, question, before, after }] : [];
