import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { HeedWish } from './heed-wish.step.js';
import { ReadWishes } from './read-wishes.step.js';

interface Edited {
  id: string;
  conversationId: string;
  outletId: string;
  seq: number;
  type: string;
  text: string | null;
}

/** A customer edited what they had written: what it says of promotions now is heeded like words that come anew. */
@Injectable()
export class HeedEdit {
  constructor(
    private readonly consents: ConsentsRepository,
    private readonly readWishes: ReadWishes,
    private readonly heedWish: HeedWish,
  ) {}

  /**
   * @param message as it is now, its conversation locked by this transaction @param editedAt when the customer changed it
   * @returns whether it says something of promotions and nothing else, so that nobody has to answer it
   */
  async execute(
    tx: Transaction,
    { id: messageId, conversationId, outletId, seq, type, text }: Edited,
    editedAt: string,
    now: Date,
  ): Promise<boolean> {
    if (type !== 'text' || !text) return false;
    const place = await this.consents.placeOf(tx, conversationId);
    if (!place) return false;
    const entry = { messageId, outletId, type, text, content: null, isTurn: true, asksForReply: true, place };
    const [heard] = await this.readWishes.execute(tx, [entry], now);
    const wish = heard?.wish;
    if (!wish || wish.isAside) return false;
    await this.heedWish.execute(tx, { messageId, outletId, text, at: editedAt, wish, place, standing: { seq } }, now);
    return true;
  }
}
