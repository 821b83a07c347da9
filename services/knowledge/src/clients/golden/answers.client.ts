import { Injectable } from '@nestjs/common';
import { answerReplay, MAX_REPLAYED, type QuestionOf, type ReplyOf } from '#contracts';
import { NatsUnavailable, Queries, QueryFailed } from '#messaging';

type Replay = QuestionOf<typeof answerReplay>;
export type Replayed = ReplyOf<typeof answerReplay>['results'][number];
export interface Replayable {
  question: string;
  earlier: readonly string[];
}

/** The answering service does not reply. */
export class AnswersUnavailable extends Error {}

/** Asks `llm-orchestration` what customers would be answered. */
@Injectable()
export class AnswersClient {
  constructor(private readonly queries: Queries) {}

  /**
   * A few at a time and one portion after another, so that customers who ask meanwhile do not wait.
   *
   * @param draft a base whose draft answers in place of its published version
   * @throws {AnswersUnavailable}
   */
  async replay(tenantId: string, questions: readonly Replayable[], draft?: Replay['draft']): Promise<Replayed[]> {
    const replayed: Replayed[] = [];
    for (let from = 0; from < questions.length; from += MAX_REPLAYED) {
      const portion = questions.slice(from, from + MAX_REPLAYED).map(({ question, earlier }) => ({ question, earlier: [...earlier] }));
      try {
        const { results } = await this.queries.ask(answerReplay, tenantId, { questions: portion, ...(draft ? { draft } : {}) });
        if (results.length !== portion.length) throw new QueryFailed(answerReplay.name, 'invalid_reply', 'a question has no result');
        replayed.push(...results);
      } catch (error) {
        if (error instanceof QueryFailed || error instanceof NatsUnavailable) throw new AnswersUnavailable((error as Error).message);
        throw error;
      }
    }
    return replayed;
  }
}
