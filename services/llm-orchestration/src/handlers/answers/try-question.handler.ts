import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { answerTried } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#service-kit';
import { BaseUnknown } from '../../clients/answers/knowledge.client.js';
import { AskerLeft } from '../../clients/answers/openai.client.js';
import type { Asked, Passage, Responded } from '../../domain/answers/answer.js';
import { sentencesOfDraft } from '../../domain/answers/model-answer.js';
import { ReplySettingsRepository, type ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { AnswerQuestion } from './answer-question.step.js';

/** Of a text whose tokens nobody told. */
const CHARACTERS_A_TOKEN = 4;

/** What happens while a question is answered. */
export type Told =
  /** What was found, best first; missing where the question needed no search. */
  | { kind: 'passages'; passages: readonly Passage[] }
  /** The next checked sentences. */
  | { kind: 'token'; text: string }
  /** The end, once. */
  | { kind: 'done'; responded: Responded; durationMs: number };

@Injectable()
export class TryQuestionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: ReplySettingsRepository,
    private readonly answers: AnswerQuestion,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Answers a question as a customer would be answered, without a customer: nothing is sent or kept but its cost. Text is told by whole
   * sentences, each after its check. When a later one makes the answer a handoff, `done` says so: nothing of it counts then.
   *
   * @param tell gets what happens, in order; ends with `done` unless the asker left
   * @param left aborted when the asker left: the model is told to stop. What they have read counts as an answer; its tokens are not known and
   * are taken for a quarter of its characters. Who read nothing uses nothing
   * @throws {Problem} not_found for a base that is not there; 402 quota_exceeded when the AI answers of the month are used
   */
  async execute(asked: Asked, tell: (told: Told) => void, left: AbortSignal): Promise<void> {
    const settings = await this.database.forTenant(asked.tenantId, (tx) => this.settings.ofTenant(tx));
    const requestId = v7();
    if (settings.isUsedUp || (settings.isLimited && !(await this.#reserve(asked.tenantId, requestId)))) throw usedUp(settings);

    const startedAt = performance.now();
    let shown = '';
    const show = (text: string): void => {
      if (text.length <= shown.length || !text.startsWith(shown)) return;
      tell({ kind: 'token', text: text.slice(shown.length) });
      shown = text;
    };
    try {
      const responded = await this.answers.execute(asked, settings, {
        found: (passages) => tell({ kind: 'passages', passages }),
        wrote: (raw, grounds) => show(sentencesOfDraft(raw, grounds)),
        left,
      });
      const durationMs = Math.round(performance.now() - startedAt);
      await this.#count(asked.tenantId, requestId, responded, durationMs);
      if (responded.outcome.kind === 'answer') show(responded.outcome.text);
      tell({ kind: 'done', responded, durationMs });
    } catch (error) {
      if (error instanceof AskerLeft && shown !== '') {
        const usage = { promptTokens: 0, completionTokens: Math.ceil(shown.length / CHARACTERS_A_TOKEN) };
        const read: Responded = {
          outcome: { kind: 'answer', text: shown, citations: [] },
          responder: 'model',
          model: settings.model ?? 'unknown',
          ...usage,
        };
        return this.#count(asked.tenantId, requestId, read, Math.round(performance.now() - startedAt));
      }
      if (settings.isLimited) await this.database.forTenant(asked.tenantId, (tx) => this.settings.release(tx, requestId));
      if (error instanceof BaseUnknown) throw Problem.notFound('knowledge base');
      if (!(error instanceof AskerLeft)) throw error;
    }
  }

  async #reserve(tenantId: string, requestId: string): Promise<boolean> {
    return (await this.database.forTenant(tenantId, (tx) => this.settings.reserve(tx, [requestId]))).size > 0;
  }

  /** The plan's answers and tokens are counted as those of customers. */
  async #count(tenantId: string, requestId: string, { outcome, ...usage }: Responded, durationMs: number): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      this.outbox.append(tx, answerTried, { requestId, answered: outcome.kind === 'answer', usage: { ...usage, durationMs } });
    });
  }
}

function usedUp({ limit, used }: ReplySettings): Problem {
  const detail = `The plan allows ${limit} AI answers a month, and they are used. Wait for the next month, or ask for a larger plan.`;
  return new Problem(402, 'quota_exceeded', detail, undefined, {}, { meter: 'aiReplies', limit, used });
}
