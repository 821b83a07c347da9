import { Injectable } from '@nestjs/common';
import { openQuestion, type ReplyOf } from '#contracts';
import { NatsUnavailable, Queries, QueryFailed } from '#messaging';
import { Problem } from '#service-kit';

export type OpenQuestion = NonNullable<ReplyOf<typeof openQuestion>['asked']>;

/** Asks `conversation` what a customer wrote. Nothing of it is kept here: it stays where customers can be forgotten. */
@Injectable()
export class ConversationsClient {
  constructor(private readonly queries: Queries) {}

  /**
   * @returns undefined where the customer wrote nothing
   * @throws {Problem} not_found for a conversation that is not there; 503 service_unavailable while the service does not reply
   */
  async open(tenantId: string, conversationId: string): Promise<OpenQuestion | undefined> {
    try {
      const { asked, isUnknown } = await this.queries.ask(openQuestion, tenantId, { conversationId });
      if (isUnknown) throw Problem.notFound('conversation');
      return asked;
    } catch (error) {
      if (!(error instanceof QueryFailed || error instanceof NatsUnavailable)) throw error;
      throw new Problem(503, 'service_unavailable', 'The conversation cannot be read right now. Try again in a moment.');
    }
  }
}
