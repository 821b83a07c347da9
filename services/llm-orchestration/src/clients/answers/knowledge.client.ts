import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { knowledgeSearchMany, MAX_QUESTIONS } from '#contracts';
import { NatsLink, NatsUnavailable, Queries, QueryFailed } from '#messaging';
import { Gather } from '#service-kit';
import type { Asked, Searched } from '../../domain/answers/answer.js';

/** The knowledge service restarts in a few seconds: too long for one attempt, short enough for a customer to wait. */
const RETRY_AFTER_MS = [500, 2_000, 4_000];
const MAX_CHARACTERS = 4_096;

export class KnowledgeUnavailable extends Error {}
/** The tenant has no knowledge base with the id. */
export class BaseUnknown extends Error {}

interface Question {
  query: string;
  limit: number;
}

/** What may be asked together: whose knowledge, which base of it, and whose draft. */
export type Scope = Pick<Asked, 'tenantId' | 'baseId' | 'draft' | 'isLexical'>;
const scopeOf = ({ tenantId, baseId, draft, isLexical }: Scope): string => JSON.stringify({ tenantId, baseId, draft, isLexical });

@Injectable()
export class KnowledgeClient {
  readonly #questions = new Gather((scope, questions: Question[]) => this.#ask(scope, questions), {
    most: MAX_QUESTIONS,
    // When the service is away, no question of the batch is answered, and each is asked again on its own schedule.
    isOfItem: (error) => error instanceof QueryFailed && error.code !== 'unavailable',
  });

  constructor(
    private readonly queries: Queries,
    private readonly link: NatsLink,
  ) {}

  /**
   * @param scope with a base, only this base is searched; with a draft, that in place of what is published of its base
   * @returns passages, best first, and what the words of the question tell
   * @throws {BaseUnknown} where the tenant has no such base
   * @throws {KnowledgeUnavailable} when the service still does not answer after several attempts
   * @throws {NatsUnavailable} when NATS itself is away; the event then waits, as in any outage
   */
  async search(scope: Scope, query: string, limit: number): Promise<Searched> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#questions.ask(scopeOf(scope), { query: query.slice(0, MAX_CHARACTERS), limit });
      } catch (error) {
        if (!this.link.isUp) throw new NatsUnavailable();
        if (!(error instanceof QueryFailed)) throw error;
        const waitMs = RETRY_AFTER_MS[attempt];
        if (waitMs === undefined) throw new KnowledgeUnavailable(`the knowledge service did not answer (${error.code})`);
        await pause(waitMs);
      }
    }
  }

  /** Looks up equal questions once. */
  async #ask(scope: string, questions: readonly Question[]): Promise<Searched[]> {
    const { tenantId, ...scoped } = JSON.parse(scope) as Scope;
    const distinct = new Map(questions.map((question) => [keyOf(question), question]));
    const { results, isBaseUnknown } = await this.queries.ask(knowledgeSearchMany, tenantId, {
      questions: [...distinct.values()],
      ...scoped,
    });
    if (isBaseUnknown) throw new BaseUnknown();
    const found = new Map([...distinct.keys()].map((key, index) => [key, results[index]]));
    return questions.map((question) => {
      const passages = found.get(keyOf(question));
      if (!passages) throw new QueryFailed(knowledgeSearchMany.name, 'invalid_reply', 'a question has no result');
      return { question: question.query, passages: passages.items, asked: passages.asked, searched: passages.searched };
    });
  }
}

const keyOf = ({ query, limit }: Question): string => `${limit} ${query}`;
