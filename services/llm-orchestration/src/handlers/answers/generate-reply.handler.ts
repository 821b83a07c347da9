import { Injectable } from '@nestjs/common';
import type { EventOf, replyRequested } from '#contracts';
import { EventTooLarge } from '#messaging';
import { Logger } from '#service-kit';
import { z } from 'zod';
import { KnowledgeUnavailable } from '../../clients/answers/knowledge.client.js';
import { OpenAiClient } from '../../clients/answers/openai.client.js';
import { handoff, type Outcome, type Responded } from '../../domain/answers/answer.js';
import { customerLanguage } from '../../domain/answers/customer-language.js';
import { phrasesOf } from '../../domain/answers/phrases.js';
import { triage } from '../../domain/answers/triage.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { DraftTeller, type Draft } from './draft-teller.state.js';
import { ModelResponder } from './model-responder.step.js';
import { OfflineResponder } from './offline-responder.step.js';
import { ReplyRecords } from './reply-records.handler.js';

type ReplyRequested = EventOf<typeof replyRequested>;

/** An outcome that needed neither search nor model. */
const byRule = (outcome: Outcome): Responded => ({ outcome, responder: 'offline', model: 'rules', promptTokens: 0, completionTokens: 0 });

/** The language in which the customer writes. */
function languageOf({ data: { question, history } }: ReplyRequested, fallback: string): string {
  const before = history.flatMap(({ author, text }) => (author === 'customer' ? [text] : []));
  return customerLanguage([question, ...before.toReversed()], fallback);
}

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
    private readonly openAi: OpenAiClient,
    private readonly offline: OfflineResponder,
    private readonly model: ModelResponder,
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

    const startedAt = performance.now();
    const draft = this.drafts.begin(event);
    let shown = '';
    let responded: Responded;
    try {
      responded = await this.#respond(event, settings, draft);
      if (responded.outcome.kind === 'answer') shown = responded.outcome.text;
    } finally {
      draft.finish(shown);
    }
    const language = languageOf(event, settings.language);
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

  async #respond(event: ReplyRequested, settings: ReplySettings, draft: Draft): Promise<Responded> {
    const wanted = triage(event.data.question, settings.escalationKeywords, event.data);
    if (wanted.kind === 'handoff') return byRule(wanted);
    if (settings.isUsedUp)
      return byRule({ ...handoff('no_answer', 'the AI answers of the plan are used up for this month'), withheld: 'plan_limit' });
    switch (wanted.kind) {
      case 'greeting':
      case 'thanks':
      case 'closing':
      case 'unclear':
        return byRule({ kind: 'answer', text: phrasesOf(languageOf(event, settings.language))[wanted.kind], citations: [] });
      case 'question':
        try {
          return await (this.openAi.isOn
            ? this.model.respond(event, wanted, settings, draft)
            : this.offline.respond(event, wanted, settings));
        } catch (error) {
          if (!(error instanceof KnowledgeUnavailable)) throw error;
          this.logger.warn('a customer is handed to a person because the knowledge service is away', error);
          return byRule(handoff('model_error', error.message));
        }
    }
  }
}
