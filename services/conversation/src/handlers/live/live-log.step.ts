import { Injectable } from '@nestjs/common';
import { inboxMoved } from '#contracts';
import type { Transaction } from '#database';
import { Signals } from '#messaging';
import { inOrder, type LiveEntry } from '../../domain/live/live-entry.js';
import { LiveLogRepository } from '../../persistence/live/live-log.repository.js';

/**
 * Where a handler says what people are to see live: in its own transaction, so that the log holds it exactly if it is true. Everything
 * is written by one statement that travels with the commit, because it holds the inbox for everybody else.
 */
@Injectable()
export class LiveLog {
  readonly #pending = new WeakMap<Transaction, LiveEntry[]>();

  constructor(
    private readonly repository: LiveLogRepository,
    private readonly signals: Signals,
  ) {}

  append(tx: Transaction, entry: LiveEntry): void {
    let entries = this.#pending.get(tx);
    if (!entries) {
      const created: LiveEntry[] = [];
      entries = created;
      this.#pending.set(tx, created);
      const tenantId = tx.tenantId;
      if (!tenantId) throw new Error('the live log is a tenant’s');
      tx.beforeCommit(() => this.repository.appending(tenantId, inOrder(created)));
      tx.afterCommit(() => this.signals.send(inboxMoved, tenantId, { outletIds: [...new Set(created.map(({ outletId }) => outletId))] }));
    }
    entries.push(entry);
  }
}
