import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { InboxSettings } from '../../domain/settings/inbox-settings.js';
import type { WaitingInbox } from '../../domain/ownership/waits.js';

/**
 * Calls for an agent the moment something has come to wait. Only a shortcut: what waits stands in the database, and the sweep finds it
 * when the process that should have called is gone.
 */
@Injectable()
export class AssignmentCalls {
  #answer: ((inbox: WaitingInbox) => void) | undefined;

  listen(answer: (inbox: WaitingInbox) => void): void {
    this.#answer = answer;
  }

  afterCommit(tx: Transaction, outletId: string, { assignment }: InboxSettings): void {
    const { tenantId } = tx;
    if (tenantId && assignment !== 'manual') tx.afterCommit(() => this.#answer?.({ tenantId, outletId }));
  }

  stop(): void {
    this.#answer = undefined;
  }
}
