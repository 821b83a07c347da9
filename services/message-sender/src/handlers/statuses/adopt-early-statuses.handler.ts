import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { StatusLogRepository, type LoggedStatus } from '../../persistence/statuses/status-log.repository.js';
import { FoldStatuses } from './fold-statuses.step.js';

@Injectable()
export class AdoptEarlyStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly log: StatusLogRepository,
    private readonly statuses: FoldStatuses,
  ) {}

  /** Matches statuses without our id that came before their message had its wamid. */
  async execute(): Promise<void> {
    const matches = await this.database.forSystem((tx) => this.log.earlyMatches(tx));
    for (const [tenantId, group] of Map.groupBy(matches, (match) => match.tenantId)) {
      await this.database.forTenant(tenantId, async (tx) => {
        const messages = await this.messages.lock(
          tx,
          group.map((match) => match.messageId),
        );
        const adopted: LoggedStatus[] = [];
        for (const { id, outletId, wamid } of messages) if (wamid) adopted.push(...(await this.log.adopt(tx, { id, outletId, wamid })));
        await this.statuses.apply(tx, messages, adopted);
      });
    }
  }
}
