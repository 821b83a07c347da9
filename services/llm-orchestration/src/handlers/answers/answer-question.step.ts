import { Injectable } from '@nestjs/common';
import { Logger } from '#service-kit';
import { KnowledgeUnavailable } from '../../clients/answers/knowledge.client.js';
import { handoff, type Asked, type Handoff, type Outcome, type Responded } from '../../domain/answers/answer.js';
import { customerLanguage } from '../../domain/answers/customer-language.js';
import { phrasesOf } from '../../domain/answers/phrases.js';
import { triage, type Triage } from '../../domain/answers/triage.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { AskModel } from './ask-model.step.js';
import { ModelResponder } from './model-responder.step.js';
import { Tools } from '../tools/tools.step.js';
import { OfflineResponder } from './offline-responder.step.js';

/** An outcome that needed neither search nor model. */
const ruled = (outcome: Outcome): Responded => ({ outcome, responder: 'offline', model: 'rules', promptTokens: 0, completionTokens: 0 });

/** WhatsApp's limit for a text message. */
const MAX_CHARACTERS = 4_096;
const LONGEST_NAME = 120;
type Question = Extract<Triage, { kind: 'question' }>;

/** How many earlier messages of a customer are looked through for a question. */
const EARLIER = 3;

/** What a message gets that asks nothing of the knowledge. */
export const byRule = (wanted: Exclude<Triage, { kind: 'question' }>, language: string): Outcome =>
  wanted.kind === 'handoff' ? wanted : { kind: 'answer', text: phrasesOf(language)[wanted.kind], citations: [] };

/** What a tool told, with the answer to what else was asked, or its offer of a person. */
function beside({ text, rest }: { text: string; rest: readonly string[] }, outcome: Outcome, language: string): Outcome {
  if (outcome.kind === 'answer') return { ...outcome, text: `${text}\n\n${outcome.text}`.slice(0, MAX_CHARACTERS) };
  const named = rest.map((each) => `“${each.slice(0, LONGEST_NAME).toWellFormed()}”`).join(', ');
  return { kind: 'answer', text: `${text}\n\n${phrasesOf(language).open.replace('{questions}', () => named)}`, citations: [] };
}

/** The language in which the customer writes. */
export function languageOf({ question, history }: Asked, fallback: string): string {
  const before = history.flatMap(({ author, text }) => (author === 'customer' ? [text] : []));
  return customerLanguage([question, ...before.toReversed()], fallback);
}

/** Decides what a question gets: an answer by rule, from the knowledge, or a person. Customers and people who try it are answered alike. */
@Injectable()
export class AnswerQuestion {
  constructor(
    private readonly models: AskModel,
    private readonly offline: OfflineResponder,
    private readonly model: ModelResponder,
    private readonly tools: Tools,
    private readonly logger: Logger,
  ) {}

  /** @param hasRoom takes a unit of the plan; asked only where an answer is to be made @throws {BaseUnknown} for a base that is not there @throws {AskerLeft} when `watcher.left` says so */
  async execute(asked: Asked, settings: ReplySettings, watcher: Watcher, hasRoom?: () => Promise<boolean>): Promise<Responded> {
    const wanted = triage(asked.question, settings.escalationKeywords, asked);
    if (wanted.kind === 'handoff') return ruled(wanted);
    if (settings.isUsedUp || (hasRoom && !(await hasRoom())))
      return ruled({ ...handoff('no_answer', 'the AI answers of the plan are used up for this month'), withheld: 'plan_limit' });
    return this.#answer(asked, wanted, settings, watcher);
  }

  /**
   * What a person could answer: the same, but of whoever asked for a person, which they have, what else they asked, or had asked before.
   *
   * @throws {AskerLeft} when `watcher.left` says so
   */
  async suggest(asked: Asked, settings: ReplySettings, watcher: Watcher): Promise<Responded> {
    const before = asked.history.filter(({ author }) => author === 'customer').map(({ text }) => text);
    const besides = asked.question.split('\n').filter((line) => triage(line, []).kind !== 'handoff');
    const others = [...(besides.length > 0 ? [besides.join('\n')] : []), ...before.slice(-EARLIER).toReversed()];
    const candidates = [triage(asked.question, [], asked), ...others.map((text) => triage(text, []))];
    const [first] = candidates as [Triage];
    const wanted = first.kind === 'handoff' ? candidates.find(({ kind }) => kind === 'question') : first;
    if (!wanted || wanted.kind === 'handoff') return ruled(first as Handoff);
    return this.#answer(asked, wanted, settings, watcher);
  }

  async #answer(asked: Asked, wanted: Exclude<Triage, Handoff>, settings: ReplySettings, watcher: Watcher): Promise<Responded> {
    if (wanted.kind !== 'question') return ruled(byRule(wanted, languageOf(asked, settings.language)));
    const language = languageOf(asked, settings.language);
    const told = await this.tools.answer(asked, wanted, language);
    if (!told) return this.#respond(asked, wanted, settings, watcher);
    if (told.rest.length === 0) return ruled({ kind: 'answer', text: told.text, citations: [] });
    const rest = { text: told.rest.join('\n'), attempts: [told.rest] };
    const responded = await this.#respond(asked, rest, settings, watcher);
    return { ...responded, outcome: beside(told, responded.outcome, language) };
  }

  async #respond(asked: Asked, wanted: Pick<Question, 'text' | 'attempts'>, settings: ReplySettings, watcher: Watcher): Promise<Responded> {
    try {
      return await (this.models.isReady(asked.tenantId, settings) ? this.model : this.offline).respond(asked, wanted, settings, watcher);
    } catch (error) {
      if (!(error instanceof KnowledgeUnavailable)) throw error;
      this.logger.warn('a question goes to a person because the knowledge service is away', error);
      return ruled(handoff('model_error', error.message));
    }
  }
}
