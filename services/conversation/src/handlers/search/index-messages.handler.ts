import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { termsOf } from '../../domain/search/message-words.js';
import { SearchRepository, type Inbox } from '../../persistence/search.repository.js';

const MOST_INBOXES = 200;
const BATCH = 500;
/** Words in one statement: it has a time to be done in, and customers decide how many words they write. */
const MOST_POSTINGS = 20_000;

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

  /**
   * @param isStopped asked between batches @returns whether there may be more
   * @throws the first failure, after all other inboxes: one that cannot be indexed keeps no other from it
   */
  async execute(isStopped: () => boolean = () => false): Promise<boolean> {
    const behind = await this.database.forSystem((tx) => this.search.behind(tx, MOST_INBOXES));
    const failures: unknown[] = [];
    for (const inbox of behind) await this.#indexInbox(inbox, isStopped).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
    return behind.length === MOST_INBOXES;
  }

  async #indexInbox(inbox: Inbox, isStopped: () => boolean): Promise<void> {
    while (!isStopped() && (await this.#indexBatch(inbox)));
  }

  /** @returns whether there is more of this inbox */
  async #indexBatch({ tenantId, outletId, seq: newest }: Inbox): Promise<boolean> {
    return this.database.forTenant(tenantId, async (tx) => {
      const indexed = await this.search.take(tx, outletId);
      if (indexed === undefined || indexed >= newest) return false;
      const entries = await this.search.log(tx, outletId, indexed, BATCH);
      const postings: { messageId: string; term: string }[] = [];
      let taken = 0;
      for (const { messageId, text } of entries) {
        if (postings.length >= MOST_POSTINGS) break;
        if (messageId && text) postings.push(...termsOf(text).map((term) => ({ messageId, term })));
        taken++;
      }
      if (postings.length > 0) await this.search.addTerms(tx, postings);
      // Positions are seen with their entries: where there are none, they were pruned.
      await this.search.moveTo(tx, outletId, entries[taken - 1]?.seq ?? newest);
      return entries.length === BATCH || taken < entries.length;
    });
  }
}
