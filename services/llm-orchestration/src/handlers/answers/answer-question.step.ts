import { Injectable } from '@nestjs/common';
import { Logger } from '#service-kit';
import { KnowledgeUnavailable } from '../../clients/answers/knowledge.client.js';
import { OpenAiClient } from '../../clients/answers/openai.client.js';
import { handoff, type Asked, type Outcome, type Responded } from '../../domain/answers/answer.js';
import { customerLanguage } from '../../domain/answers/customer-language.js';
import { phrasesOf } from '../../domain/answers/phrases.js';
import { triage } from '../../domain/answers/triage.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { ModelResponder } from './model-responder.step.js';
import { OfflineResponder } from './offline-responder.step.js';

/** An outcome that needed neither search nor model. */
const byRule = (outcome: Outcome): Responded => ({ outcome, responder: 'offline', model: 'rules', promptTokens: 0, completionTokens: 0 });

/** The language in which the customer writes. */
export function languageOf({ question, history }: Asked, fallback: string): string {
  const before = history.flatMap(({ author, text }) => (author === 'customer' ? [text] : []));
  return customerLanguage([question, ...before.toReversed()], fallback);
}

/** Decides what a question gets: an answer by rule, from the knowledge, or a person. Customers and people who try it are answered alike. */
@Injectable()
export class AnswerQuestion {
  constructor(
    private readonly openAi: OpenAiClient,
    private readonly offline: OfflineResponder,
    private readonly model: ModelResponder,
    private readonly logger: Logger,
  ) {}

  /** @param hasRoom takes a unit of the plan; asked only where an answer is to be made @throws {BaseUnknown} for a base that is not there @throws {AskerLeft} when `watcher.left` says so */
  async execute(asked: Asked, settings: ReplySettings, watcher: Watcher, hasRoom?: () => Promise<boolean>): Promise<Responded> {
    const wanted = triage(asked.question, settings.escalationKeywords, asked);
    if (wanted.kind === 'handoff') return byRule(wanted);
    if (settings.isUsedUp || (hasRoom && !(await hasRoom())))
      return byRule({ ...handoff('no_answer', 'the AI answers of the plan are used up for this month'), withheld: 'plan_limit' });
    switch (wanted.kind) {
      case 'greeting':
      case 'thanks':
      case 'closing':
      case 'unclear':
        return byRule({ kind: 'answer', text: phrasesOf(languageOf(asked, settings.language))[wanted.kind], citations: [] });
      case 'question':
        try {
          return await (this.openAi.isOn ? this.model : this.offline).respond(asked, wanted, settings, watcher);
        } catch (error) {
          if (!(error instanceof KnowledgeUnavailable)) throw error;
          this.logger.warn('a question goes to a person because the knowledge service is away', error);
          return byRule(handoff('model_error', error.message));
        }
    }
  }
}
