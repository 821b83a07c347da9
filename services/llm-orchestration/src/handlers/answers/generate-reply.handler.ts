import { Injectable } from '@nestjs/common';
import type { EventOf, replyRequested } from '#contracts';
import { EventTooLarge } from '#messaging';
import { Logger } from '#service-kit';
import { z } from 'zod';
import { handoff, type Responded } from '../../domain/answers/answer.js';
import type { Grounds } from '../../domain/answers/grounding/grounds.js';
import { draftText } from '../../domain/answers/model-answer.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { AnswerQuestion, languageOf } from './answer-question.step.js';
import { DraftTeller } from './draft-teller.state.js';
import { ReplyRecords } from './reply-records.handler.js';

type ReplyRequested = EventOf<typeof replyRequested>;

/** Whether storing failed because of the content: it does not fit the event, or Postgres refuses a value. */
function isOfContent(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof EventTooLarge) return true;
  // Classes 22: data exception, 23: integrity constraint, 54: program limit exceeded.
  return /^(22|23|54)\w{3}$/.test(String((error as { code?: unknown } | undefined)?.code));
}

@Injectable()
export class GenerateReplyHandler {
  constructor(
    private readonly records: ReplyRecords,
    private readonly answers: AnswerQuestion,
    private readonly drafts: DraftTeller,
    private readonly logger: Logger,
  ) {}

  /**
   * Loads settings, answers, stores. If the process dies in between, the event comes again: the model may be paid twice, but only the
   * transaction that claims the event publishes an answer.
   */
  async execute(event: ReplyRequested): Promise<void> {
    const settings = await this.records.load(event);
    if (!settings) return;

    const asked = { ...event.data, tenantId: event.tenantId };
    const startedAt = performance.now();
    const draft = this.drafts.begin(event);
    let shown = '';
    let responded: Responded;
    try {
      const watcher = { wrote: (raw: string, grounds: Grounds) => draft.grow(() => draftText(raw, grounds)) };
      responded = await this.answers.execute(asked, settings, watcher, () => this.#hasRoom(event, settings));
      if (responded.outcome.kind === 'answer') shown = responded.outcome.text;
    } finally {
      draft.finish(shown);
    }
    const language = languageOf(asked, settings.language);
    const durationMs = Math.round(performance.now() - startedAt);

    try {
      await this.records.store({ event, responded, durationMs, language });
    } catch (error) {
      if (!isOfContent(error)) throw error;
      // Every retry would fail in the same way and pay the model again, so a person takes over.
      this.logger.error('an outcome cannot be stored; a person takes over', error as Error, { requestId: event.id });
      const outcome = handoff('model_error', 'the outcome cannot be stored');
      await this.records.store({ event, responded: { ...responded, outcome }, durationMs, language });
    }
  }

  /** An answer that no message could carry is not made. */
  async #hasRoom(event: ReplyRequested, { isLimited, isMessageLeft }: ReplySettings): Promise<boolean> {
    return isMessageLeft && (!isLimited || (await this.records.reserve(event)));
  }
}
