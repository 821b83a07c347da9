import { Injectable } from '@nestjs/common';
import { KnowledgeClient, type Scope } from '../../clients/answers/knowledge.client.js';
import type { Asked, Responded, Searched } from '../../domain/answers/answer.js';
import { answerQuestions } from '../../domain/answers/answer-questions.js';
import { inTurns } from '../../domain/answers/in-turns.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import type { ReplySettings } from '../../persistence/answers/reply-settings.repository.js';

const PASSAGES = 5;

/** Answers without a model: quotes the best passages of the knowledge base and names their source. */
@Injectable()
export class OfflineResponder {
  constructor(private readonly knowledge: KnowledgeClient) {}

  async respond(asked: Asked, wanted: { attempts: string[][] }, settings: ReplySettings, watcher: Watcher): Promise<Responded> {
    const done = { responder: 'offline', model: 'offline', promptTokens: 0, completionTokens: 0 } as const;
    const found = await this.search(asked, wanted.attempts);
    watcher.found?.(inTurns([...found.values()].map(({ passages }) => passages)));
    return { outcome: answerQuestions(wanted.attempts, found, settings.language), ...done };
  }

  /** @returns what was found, by question */
  async search(scope: Scope, attempts: readonly (readonly string[])[]): Promise<Map<string, Searched>> {
    const questions = [...new Set(attempts.flat())];
    return new Map(
      await Promise.all(questions.map(async (question) => [question, await this.knowledge.search(scope, question, PASSAGES)] as const)),
    );
  }
}
