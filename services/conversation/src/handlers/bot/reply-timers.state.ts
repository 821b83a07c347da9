import { Injectable } from '@nestjs/common';
import type { DueReply } from '../../domain/bot/question.js';

/**
 * Wakes at the moment a reply becomes due, for conversations that this process recorded a message in. Only a shortcut: what is due
 * stands in the database, and the sweep finds it when the process that set the timer is gone.
 */
@Injectable()
export class ReplyTimers {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #wake: ((due: DueReply) => void) | undefined;

  listen(wake: (due: DueReply) => void): void {
    this.#wake = wake;
  }

  /** A newer message of the same conversation moves its moment. Once stopped, the sweep of another process has to do. */
  set(due: DueReply, delayMs: number): void {
    if (!this.#wake) return;
    clearTimeout(this.#timers.get(due.conversationId));
    const timer = setTimeout(() => {
      this.#timers.delete(due.conversationId);
      this.#wake?.(due);
    }, delayMs);
    this.#timers.set(due.conversationId, timer);
  }

  stop(): void {
    this.#wake = undefined;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
