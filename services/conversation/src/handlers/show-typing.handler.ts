import { Injectable } from '@nestjs/common';
import { typingStarted } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#service-kit';
import { isWindowOpen } from '../domain/service-window.js';
import { ConversationsRepository } from '../persistence/conversations.repository.js';

/** The customer is to see that a person is writing. Outside the window nobody may write, and there is nothing to show. */
@Injectable()
export class ShowTypingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, conversationId: string): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const turn = await this.conversations.newestTurn(tx, conversationId);
      if (!turn && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      if (!turn || !isWindowOpen(turn.windowExpiresAt, new Date())) return;
      this.outbox.append(tx, typingStarted, { conversationId, outletId: turn.outletId, wamid: turn.wamid });
    });
  }
}
