import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import { recipientOf, textContent } from '../../domain/threads/message.js';
import { fitText } from '../../domain/threads/reply-text.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';
import { Said } from './said.step.js';

/** What the system says beside plain words: its type and words as the thread shows them, and what leaves, as the Cloud API names it. */
export interface SystemMessage {
  type: string;
  text: string;
  content: { type: string; [key: string]: unknown };
}

/** What neither the bot nor a person says: it stands in the conversation and leaves like any other message. */
@Injectable()
export class SystemVoice {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly said: Said,
  ) {}

  /**
   * @param given a text is cut to what WhatsApp takes
   * @param closedSince set for the notice that nobody is there: said once since then, and only where the conversation waits
   */
  async say(
    tx: Transaction,
    conversationId: string,
    given: string | SystemMessage,
    now: Date,
    closedSince: string | null = null,
  ): Promise<void> {
    const [id, at] = [v7(), now.toISOString()];
    const { type, text, content } = typeof given === 'string' ? plain(fitText(given)) : given;
    const spoken = await this.messages.appendNotice(tx, { id, conversationId, type, text, content, at, closedSince });
    if (!spoken) return;
    const { outletId, contactId, seq } = spoken;
    const message = { id, seq, direction: 'outbound', author: 'system', type, text, status: 'queued', at } as const;
    this.said.append(
      tx,
      { conversationId, outletId, contactId, message },
      { to: recipientOf(spoken), content, windowExpiresAt: spoken.windowExpiresAt },
    );
  }
}

const plain = (text: string): SystemMessage => ({ type: 'text', text, content: textContent(text) });
