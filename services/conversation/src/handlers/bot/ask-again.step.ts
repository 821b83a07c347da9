import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { BotTurnsRepository } from '../../persistence/bot/bot-turns.repository.js';
import { ReplyTimers } from './reply-timers.state.js';

/** What a customer asked has changed before it was answered: an answer under way is void, and the bot is asked anew. */
@Injectable()
export class AskAgain {
  constructor(
    private readonly turns: BotTurnsRepository,
    private readonly timers: ReplyTimers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param seq of the message that has changed; does nothing where it is answered, or not the bot's to answer */
  async execute(tx: Transaction, conversationId: string, seq: number): Promise<void> {
    const asked = await this.turns.askAgain(tx, conversationId, seq, this.config.REPLY_DEBOUNCE_MS);
    const { tenantId } = tx;
    if (asked && tenantId) tx.afterCommit(() => this.timers.set({ tenantId, conversationId, epoch: asked.epoch }, asked.debounceMs));
  }
}
