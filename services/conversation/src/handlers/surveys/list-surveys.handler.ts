import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { SurveysRepository, type AskedSurvey } from '../../persistence/surveys/surveys.repository.js';

const NEWEST = 20;

/** What the customer of a conversation was asked after closing, and what they said. */
@Injectable()
export class ListSurveysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly surveys: SurveysRepository,
  ) {}

  /** The newest, newest first. @throws {Problem} not_found */
  async execute(tenantId: string, conversationId: string): Promise<AskedSurvey[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      const asked = await this.surveys.list(tx, conversationId, NEWEST);
      if (asked.length === 0 && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      return asked;
    });
  }
}
