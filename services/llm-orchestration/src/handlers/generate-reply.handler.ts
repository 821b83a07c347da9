import { Injectable } from '@nestjs/common';
import { replyGenerated, type EventOf, type replyRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { EventTooLarge, Inbox, Outbox } from '#messaging';
import { Logger } from '#service-kit';
import { z } from 'zod';
import { KnowledgeUnavailable } from '../clients/knowledge.client.js';
import { OpenAiClient } from '../clients/openai.client.js';
import { handoff, type Outcome } from '../domain/answer.js';
import { phrasesOf } from '../domain/phrases.js';
import { triage } from '../domain/triage.js';
import { AnswersRepository } from '../persistence/answers.repository.js';
import { ErasedRepository } from '../persistence/erased.repository.js';
import { ReplySettingsRepository, type ReplySettings } from '../persistence/reply-settings.repository.js';
import { DraftTeller, type Draft } from './draft-teller.js';
import { ModelResponder } from './model-responder.js';
import { OfflineResponder } from './offline-responder.js';

type ReplyRequested = EventOf<typeof replyRequested>;

export interface Responded {
  outcome: Outcome;
  responder: 'offline' | 'model';
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** Decided without a search and without a model. */
const byRule = (outcome: Outcome): Responded => ({ outcome, responder: 'offline', model: 'rules', promptTokens: 0, completionTokens: 0 });

/** Whether storing failed because of what was to be stored: it does not fit the event, or Postgres refuses the values. */
function isOfContent(error: unknown): boolean {
  if (error instanceof z.ZodError || error instanceof EventTooLarge) return true;
  // Classes 22: data exception, 23: integrity constraint, 54: program limit exceeded.
  return /^(22|23|54)\w{3}$/.test(String((error as { code?: unknown } | undefined)?.code));
}

@Injectable()
export class GenerateReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly settings: ReplySettingsRepository,
    private readonly answers: AnswersRepository,
    private readonly erased: ErasedRepository,
    private readonly openAi: OpenAiClient,
    private readonly offline: OfflineResponder,
    private readonly model: ModelResponder,
    private readonly drafts: DraftTeller,
    private readonly logger: Logger,
  ) {}

  /**
   * Load, answer, store. A process that ends in the middle answers again when the event comes again: the model may be paid twice,
   * but only the transaction that claims the event tells its answer.
   */
  async execute(event: ReplyRequested): Promise<void> {
    const settings = await this.database.together(event.tenantId, async (tx) =>
      (await this.answers.exists(tx, event.id)) ? undefined : this.settings.find(tx, event.data.outletId),
    );
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
    const durationMs = Math.round(performance.now() - startedAt);

    try {
      await this.#store(event, responded, durationMs);
    } catch (error) {
      if (!isOfContent(error)) throw error;
      // The same would come of every further attempt, each of which would ask the model again: a person takes over instead.
      this.logger.error('an outcome cannot be stored; a person takes over', error as Error, { requestId: event.id });
      await this.#store(event, { ...responded, outcome: handoff('model_error', 'the outcome cannot be stored') }, durationMs);
    }
  }

  async #respond(event: ReplyRequested, settings: ReplySettings, draft: Draft): Promise<Responded> {
    const wanted = triage(event.data.question, settings.escalationKeywords);
    switch (wanted.kind) {
      case 'handoff':
        return byRule(wanted);
      case 'greeting':
      case 'thanks':
        return byRule({ kind: 'answer', text: phrasesOf(settings.language)[wanted.kind], citations: [] });
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

  async #store(event: ReplyRequested, responded: Responded, durationMs: number): Promise<void> {
    const { outcome, ...usage } = responded;
    const { conversationId, outletId, epoch } = event.data;
    const citations = (outcome.kind === 'answer' ? outcome.citations : []).map(({ documentId, chunkId, title, text, score }) => ({
      documentId,
      chunkId,
      title,
      text,
      score,
    }));
    await this.database.together(event.tenantId, async (tx) => {
      const [isNew, isErased] = await Promise.all([this.inbox.claim(tx, event), this.erased.holds(tx, conversationId)]);
      // Of a customer who was forgotten meanwhile.
      if (!isNew || isErased) return;
      await this.answers.insert(tx, {
        requestId: event.id,
        conversationId,
        outletId,
        epoch,
        outcome: outcome.kind,
        handoffReason: outcome.kind === 'handoff' ? outcome.reason : undefined,
        detail: outcome.kind === 'handoff' ? outcome.detail : undefined,
        ...usage,
        durationMs,
        citations: citations.map(({ text: _, ...citation }) => citation),
      });
      this.outbox.append(tx, replyGenerated, {
        conversationId,
        outletId,
        epoch,
        outcome: outcome.kind === 'answer' ? { kind: 'answer', text: outcome.text, citations } : outcome,
        usage: { ...usage, durationMs },
      });
    });
  }
}
