import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import type { ActivityActor, NewActivity } from '../../domain/activities/activity.js';
import type { Identity } from '#service-kit';
import { ActivitiesRepository } from '../../persistence/activities/activities.repository.js';

/** The person or program that calls. */
export const callerOf = ({ kind, subject }: Pick<Identity, 'kind' | 'subject'>): ActivityActor => ({
  author: kind === 'user' ? 'agent' : 'api',
  id: subject,
});

/**
 * Where a handler says what people are to read in the thread: in its own transaction, so that the line is there exactly if it is true.
 * Whoever appends one tells the live log of the conversation too; pages read the lines again then.
 */
@Injectable()
export class Activities {
  readonly #pending = new WeakMap<Transaction, (NewActivity & { id: string })[]>();

  constructor(private readonly repository: ActivitiesRepository) {}

  append(tx: Transaction, activity: NewActivity): void {
    let activities = this.#pending.get(tx);
    if (!activities) {
      const created: (NewActivity & { id: string })[] = [];
      activities = created;
      this.#pending.set(tx, created);
      const { tenantId } = tx;
      tx.beforeCommit(() => this.repository.inserting(tenantId, created));
    }
    // Ids grow with time, so that lines behind the same message keep their order.
    activities.push({ ...activity, id: v7() });
  }
}
