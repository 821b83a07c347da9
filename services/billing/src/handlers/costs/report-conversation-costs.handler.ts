import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { reportOf, type CostReport } from '../../domain/costs/report.js';
import { CostsRepository } from '../../persistence/costs/costs.repository.js';

@Injectable()
export class ReportConversationCostsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly costs: CostsRepository,
  ) {}

  /**
   * What the messages of a conversation cost in the last 100 days, by category. What is free each month goes by number and month, and is not
   * taken off here. A conversation that nobody knows has cost nothing.
   */
  async execute(tenantId: string, conversationId: string): Promise<CostReport> {
    return this.database.forTenant(tenantId, async (tx) => reportOf(await this.costs.ofConversation(tx, conversationId)));
  }
}
