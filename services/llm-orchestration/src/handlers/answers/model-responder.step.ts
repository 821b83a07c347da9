import { Injectable } from '@nestjs/common';
import { Logger } from '#service-kit';
import { KnowledgeClient } from '../../clients/answers/knowledge.client.js';
import { handoff, type Asked, type Outcome, type Passage, type Responded } from '../../domain/answers/answer.js';
import { Grounds } from '../../domain/answers/grounding/grounds.js';
import { verifyAnswer } from '../../domain/answers/grounding/verify-answer.js';
import { inTurns } from '../../domain/answers/in-turns.js';
import { MODEL_ANSWER_SCHEMA, readModelAnswer } from '../../domain/answers/model-answer.js';
import { ENOUGH_COVERAGE } from '../../domain/answers/passage-answer.js';
import { assemblePrompt } from '../../domain/answers/prompt.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';
import { isOfTool } from '../../domain/tools/order-answer.js';
import { Tools, type ToolDefinition } from '../tools/tools.step.js';
import { AskModel, usageOf, type ModelSaid } from './ask-model.step.js';
import { OfflineResponder } from './offline-responder.step.js';

const PASSAGES = 6;
/** Reasons that point to a problem of the model, not of the question. */
const OF_THE_MODEL: ReadonlySet<string> = new Set(['model_timeout', 'model_error', 'model_empty', 'ungrounded_answer', 'unsafe_answer']);

function outcomeOf({ text, finishReason }: Extract<ModelSaid, { kind: 'said' }>, grounds: Grounds): Outcome {
  const answer = readModelAnswer(text, finishReason);
  const outcome = 'kind' in answer ? answer : verifyAnswer(answer.text, answer.claims, grounds);
  // What a tool found is no passage that somebody could look up.
  return outcome.kind === 'answer' ? { ...outcome, citations: outcome.citations.filter((passage) => !isOfTool(passage)) } : outcome;
}

/** Answers with a model, from passages of the knowledge base. */
@Injectable()
export class ModelResponder {
  constructor(
    private readonly knowledge: KnowledgeClient,
    private readonly models: AskModel,
    private readonly offline: OfflineResponder,
    private readonly tools: Tools,
    private readonly logger: Logger,
  ) {}

  async respond(
    asked: Asked,
    wanted: { text: string; attempts: string[][] },
    settings: ReplySettings,
    watcher: Watcher,
  ): Promise<Responded> {
    const passages = await this.#passages(asked, wanted.attempts);
    watcher.found?.(passages);
    if (passages.length === 0 && settings.offTopicGuard)
      return {
        outcome: handoff('no_answer', 'no passage fits the question'),
        responder: 'model',
        ...this.models.unused(settings),
      };
    const { history, customerName } = asked;
    const question = wanted.text;
    const ask = async (given: readonly Passage[], tools: readonly ToolDefinition[]) => {
      const messages = assemblePrompt({ ...settings, passages: given, history, question, customerName });
      const grounds = new Grounds({ ...settings, passages: given, question, customerName });
      const request = { messages, schema: MODEL_ANSWER_SCHEMA, tools };
      const told = (raw: string): void => watcher.wrote?.(raw, grounds);
      return { grounds, said: await this.models.execute(asked.tenantId, settings, request, told, watcher.left) };
    };
    const first = await ask(passages, this.tools.offered(asked));
    const called = first.said.kind === 'said' ? await this.tools.run(first.said.calls, asked) : [];
    // What a tool found stands first, as the passages do, and no tool is offered again: a model cannot go round in circles.
    const { said, grounds } = called.length > 0 ? await ask([...called, ...passages], []) : first;
    // What was found was told already.
    if (said.kind === 'resting') return this.offline.respond(asked, wanted, settings, {});
    const outcome = said.kind === 'failed' ? handoff(said.code, said.detail) : outcomeOf(said, grounds);
    this.#warnOf(outcome);
    const usage = usageOf(said);
    const before = first.said === said || first.said.kind === 'resting' ? undefined : usageOf(first.said);
    return {
      outcome,
      responder: 'model',
      ...usage,
      promptTokens: usage.promptTokens + (before?.promptTokens ?? 0),
      completionTokens: usage.completionTokens + (before?.completionTokens ?? 0),
    };
  }

  /** Searches for every question of the burst. A follow-up that finds little is searched again together with the message before it. */
  async #passages(asked: Asked, attempts: readonly string[][]): Promise<Passage[]> {
    const search = async (query: string): Promise<Passage[]> => (await this.knowledge.search(asked, query, PASSAGES)).passages;
    const found = await Promise.all([...new Set(attempts.flat())].map(search));
    const before = asked.history.findLast((turn) => turn.author === 'customer')?.text;
    if (before && !found.flat().some((passage) => passage.coverage >= ENOUGH_COVERAGE))
      found.push(await search(`${before}\n${attempts.flat().at(-1)}`));
    return inTurns(found);
  }

  #warnOf(outcome: Outcome): void {
    if (outcome.kind === 'handoff' && OF_THE_MODEL.has(outcome.reason)) {
      this.logger.warn('the model gave no usable answer; a person takes over', { reason: outcome.reason, detail: outcome.detail });
    }
  }
}
