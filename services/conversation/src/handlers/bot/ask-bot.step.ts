import { Injectable } from '@nestjs/common';
import { replyRequested, type Owner } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { composeQuestion, MAX_TURNS, type Turn } from '../../domain/bot/question.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { ReplyTimers } from './reply-timers.state.js';

interface Asking {
  outletId: string;
  traceId: string | undefined;
  type: string;
  text?: string;
  wamid: string;
  at: string;
  asksForReply: boolean;
  isTurn: boolean;
  /** The customer has taken it back before it came. */
  isDeleted?: boolean;
  place: { contactId: string; contactName: string | null };
  /** Where it stands, and how its conversation stood right after it. */
  standing: {
    messageId: string;
    conversationId: string;
    seq: number;
    epoch: number;
    owner: Owner;
    unansweredFromSeq: number;
    /** What stands before it the bot is not shown. */
    botFromSeq: number;
    /** Until the bot is asked; 0 asks at once. */
    debounceMs: number;
    /** No flow waits for it. */
    asksBot: boolean;
  };
}

/** Customers have written where the bot is to answer: it is asked at once, or when they have finished; a part of the recording. */
@Injectable()
export class AskBot {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly timers: ReplyTimers,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param arrived messages that stand in their conversations, one after another in each
   * @returns by message id, a function that asks the bot; only for messages that ask for an answer
   */
  async prepare(tx: Transaction, arrived: readonly Asking[]): Promise<Map<string, () => void>> {
    const asking = arrived.filter(({ asksForReply, standing }) => asksForReply && standing.asksBot && standing.owner === 'bot');
    const atOnce = asking.filter(({ standing }) => standing.debounceMs <= 0);
    const threads = Map.groupBy(arrived, ({ standing }) => standing.conversationId);
    const ids = new Set(atOnce.map(({ standing }) => standing.conversationId));
    // What came with this batch is at hand: of a new conversation, everything.
    const before = await this.conversations.turns(
      tx,
      [...ids].flatMap((conversationId) => {
        const [{ standing }] = threads.get(conversationId) as [Asking];
        const { botFromSeq: fromSeq, seq: beforeSeq } = standing;
        return fromSeq < beforeSeq ? [{ conversationId, fromSeq, beforeSeq }] : [];
      }),
    );
    return new Map(
      asking.map((entry) => {
        const { conversationId, messageId } = entry.standing;
        if (entry.standing.debounceMs > 0) return [messageId, () => this.#askLater(tx, entry)];
        const turns = [...(before.get(conversationId) ?? []), ...threads.get(conversationId)!.flatMap(turnOf)];
        return [messageId, () => this.#askNow(tx, entry, turns)];
      }),
    );
  }

  #askLater(tx: Transaction, { standing }: Asking): void {
    const { tenantId } = tx;
    const { conversationId, epoch, debounceMs } = standing;
    if (tenantId) tx.afterCommit(() => this.timers.set({ tenantId, conversationId, epoch }, debounceMs));
  }

  /** @param turns of its conversation, also such as come after it */
  #askNow(tx: Transaction, { outletId, traceId, place, standing }: Asking, turns: readonly Turn[]): void {
    const { conversationId, epoch, seq, unansweredFromSeq } = standing;
    const upToIt = turns.filter((turn) => turn.seq <= seq).slice(-MAX_TURNS);
    const question = composeQuestion(upToIt, unansweredFromSeq, place.contactName);
    if (!question) return;
    const at = traceId ? { traceId } : {};
    this.outbox.append(tx, replyRequested, { conversationId, outletId, contactId: place.contactId, epoch, ...question }, at);
  }
}

const turnOf = ({ type, text, wamid, at, standing, isTurn, isDeleted }: Asking): Turn[] =>
  isTurn && !isDeleted ? [{ seq: standing.seq, author: 'customer', type, text: text ?? null, wamid, at }] : [];
