import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { StatusView, WholeMessage } from '../../domain/queue/message-view.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { StatusLogRepository } from '../../persistence/statuses/status-log.repository.js';

@Injectable()
export class GetMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly log: StatusLogRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<WholeMessage & { statuses: StatusView[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const message = await this.messages.find(tx, id);
      if (!message) throw Problem.notFound('message');
      return { ...message, statuses: await this.log.ofMessage(tx, id) };
    });
  }
}
