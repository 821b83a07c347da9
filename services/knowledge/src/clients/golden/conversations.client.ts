import { Injectable } from '@nestjs/common';
import { askedQuestions, MAX_ASKED, type ReplyOf } from '#contracts';
import { NatsUnavailable, Queries, QueryFailed } from '#messaging';
import { Logger } from '#service-kit';

export type AskedQuestion = ReplyOf<typeof askedQuestions>['items'][number];

/** Asks `conversation` what customers asked lately. Nothing of it is kept here: it stays where customers can be forgotten. */
@Injectable()
export class ConversationsClient {
  constructor(
    private readonly queries: Queries,
    private readonly logger: Logger,
  ) {}

  /** @returns the newest first; undefined while the service does not reply */
  async asked(tenantId: string): Promise<AskedQuestion[] | undefined> {
    try {
      return (await this.queries.ask(askedQuestions, tenantId, { limit: MAX_ASKED })).items;
    } catch (error) {
      if (!(error instanceof QueryFailed || error instanceof NatsUnavailable)) throw error;
      this.logger.warn('questions of customers are left out, because the conversation service does not reply', error);
      return undefined;
    }
  }
}
