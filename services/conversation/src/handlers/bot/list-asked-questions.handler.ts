import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { AskedQuestionsRepository, type AskedQuestion } from '../../persistence/bot/asked-questions.repository.js';

@Injectable()
export class ListAskedQuestionsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly asked: AskedQuestionsRepository,
  ) {}

  /** What customers asked the bot lately; of whoever is forgotten nothing is left to tell. */
  async execute(tenantId: string, limit: number): Promise<AskedQuestion[]> {
    return this.database.forTenant(tenantId, (tx) => this.asked.newest(tx, limit));
  }
}
