import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { typingStarted } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#service-kit';
import { isWindowOpen } from '../../domain/threads/service-window.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';

/** WhatsApp shows it for 25 s. */
const EVERY_MS = 20_000;
const MAX_REMEMBERED = 10_000;

/** The customer is to see that a person is writing. Outside the window nobody may write, and there is nothing to show. */
@Injectable()
export class ShowTypingHandler {
  /** By tenant and conversation; of this process alone, which is enough for a courtesy. */
  readonly #toldAt = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, conversationId: string): Promise<void> {
    const nowMs = performance.now();
    const key = `${tenantId}:${conversationId}`;
    if (nowMs - (this.#toldAt.get(key) ?? -Infinity) < EVERY_MS) return;
    await this.database.forTenant(tenantId, async (tx) => {
      const turn = await this.conversations.newestTurn(tx, conversationId);
      if (!turn && !(await this.conversations.find(tx, conversationId))) throw Problem.notFound('conversation');
      if (!turn || !isWindowOpen(turn.windowExpiresAt, new Date())) return;
      this.outbox.append(tx, typingStarted, { conversationId, outletId: turn.outletId, wamid: turn.wamid });
      tx.afterCommit(() => void this.#toldAt.set(key, nowMs));
    });
  }
}
