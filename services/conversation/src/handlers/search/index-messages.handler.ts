import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { termsOf } from '../../domain/search/message-words.js';
import { SearchRepository, type Inbox } from '../../persistence/search.repository.js';

const MOST_INBOXES = 200;
const BATCH = 500;

/**
 * Indexes the words of messages, off the path of the messages themselves: follows the live log of each inbox, in which a message stands
 * in the transaction that recorded it. Several processes share the inboxes by locking their positions.
 */
@Injectable()
export class IndexMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly search: SearchRepository,
  ) {}

  /** @param isStopped asked between batches @returns whether there may be more */
  async execute(isStopped: () => boolean = () => false): Promise<boolean> {
    const behind = await this.database.forSystem((tx) => this.search.behind(tx, MOST_INBOXES));
    for (const inbox of behind) while (!isStopped() && (await this.#indexBatch(inbox)));
    return behind.length === MOST_INBOXES;
  }

  /** @returns whether there is more of this inbox */
  async #indexBatch({ tenantId, outletId, seq: newest }: Inbox): Promise<boolean> {
    return this.database.forTenant(tenantId, async (tx) => {
      const indexed = await this.search.take(tx, outletId);
      if (indexed === undefined || indexed >= newest) return false;
      const entries = await this.search.log(tx, outletId, indexed, BATCH);
      const postings = entries.flatMap(({ messageId, text }) =>
        messageId && text ? termsOf(text).map((term) => ({ messageId, term })) : [],
      );
      if (postings.length > 0) await this.search.addTerms(tx, postings);
      // Positions are seen with their entries: where there are none, they were pruned.
      await this.search.moveTo(tx, outletId, entries.at(-1)?.seq ?? newest);
      return entries.length === BATCH;
    });
  }
}
