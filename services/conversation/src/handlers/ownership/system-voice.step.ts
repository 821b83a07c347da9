import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import { recipientOf, textContent } from '../../domain/threads/message.js';
import { fitText } from '../../domain/threads/reply-text.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';
import { Said } from '../threads/said.step.js';

/** What neither the bot nor a person says: it stands in the conversation and leaves like any other message. */
@Injectable()
export class SystemVoice {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly said: Said,
  ) {}

  /** @param closedSince set for the notice that nobody is there: said once since then, and only where the conversation waits */
  async say(tx: Transaction, conversationId: string, given: string, now: Date, closedSince: string | null = null): Promise<void> {
    const [id, text, at] = [v7(), fitText(given), now.toISOString()];
    const content = textContent(text);
    const spoken = await this.messages.appendNotice(tx, { id, conversationId, text, content, at, closedSince });
    if (!spoken) return;
    const { outletId, contactId, seq } = spoken;
    const message = { id, seq, direction: 'outbound', author: 'system', type: 'text', text, status: 'queued', at } as const;
    this.said.append(tx, { conversationId, outletId, contactId, message }, { to: recipientOf(spoken), content });
  }
}
