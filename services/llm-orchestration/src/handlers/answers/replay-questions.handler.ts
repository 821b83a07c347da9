import { Injectable } from '@nestjs/common';
import type { answerReplay, QuestionOf, ReplyOf } from '#contracts';
import { TenantDatabase } from '#database';
import { NIL } from 'uuid';
import type { Scope } from '../../clients/answers/knowledge.client.js';
import type { Asked, Outcome } from '../../domain/answers/answer.js';
import { answerQuestions } from '../../domain/answers/answer-questions.js';
import { bestCandidate, type Candidate } from '../../domain/answers/passage-answer.js';
import { triage } from '../../domain/answers/triage.js';
import { ReplySettingsRepository, type ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { byRule, languageOf } from './answer-question.step.js';
import { OfflineResponder } from './offline-responder.step.js';

type Replay = QuestionOf<typeof answerReplay>;
type Replayed = ReplyOf<typeof answerReplay>['results'][number];
interface Said {
  outcome: Outcome;
  /** Of a single question. */
  best?: Candidate | undefined;
}

/**
 * Asks questions again by the code that answers customers, without a model: the same question gets the same answer each time, so that two
 * versions of the knowledge can be compared.
 */
@Injectable()
export class ReplayQuestionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: ReplySettingsRepository,
    private readonly offline: OfflineResponder,
  ) {}

  async execute({ tenantId, questions, draft }: Replay): Promise<Replayed[]> {
    // No outlet has this id: the settings of the tenant hold.
    const settings = await this.database.forTenant(tenantId, async (tx) => (await this.settings.find(tx, [NIL])).get(NIL)!);
    return Promise.all(
      questions.map(async (question) => toReply(await this.#talk({ tenantId, draft, isLexical: true }, question, settings))),
    );
  }

  async #talk(scope: Scope, { question, earlier }: Replay['questions'][number], settings: ReplySettings): Promise<Said> {
    const history: { author: string; text: string }[] = [];
    for (const text of earlier) {
      const { outcome } = await this.#answer({ ...scope, question: text, history }, settings);
      history.push({ author: 'customer', text });
      if (outcome.kind === 'answer') history.push({ author: 'bot', text: outcome.text });
    }
    return this.#answer({ ...scope, question, history }, settings);
  }

  async #answer(asked: Asked, settings: ReplySettings): Promise<Said> {
    const wanted = triage(asked.question, settings.escalationKeywords, asked);
    if (wanted.kind !== 'question') return { outcome: byRule(wanted, languageOf(asked, settings.language)) };
    const found = await this.offline.search(asked, wanted.attempts);
    const [single] = wanted.attempts.length === 1 && wanted.attempts[0]!.length === 1 ? wanted.attempts[0]! : [];
    const searched = single === undefined ? undefined : found.get(single);
    return { outcome: answerQuestions(wanted.attempts, found, settings.language), best: searched && bestCandidate(searched) };
  }
}

function toReply({ outcome, best }: Said): Replayed {
  const sure = best ? { best: { text: best.text, confidence: best.confidence } } : {};
  if (outcome.kind === 'handoff') return { outcome: 'handoff', reason: outcome.reason, text: '', documentIds: [], ...sure };
  const documentIds = [...new Set(outcome.citations.map(({ documentId }) => documentId))];
  return { outcome: 'answer', text: outcome.text, documentIds, ...sure };
}
