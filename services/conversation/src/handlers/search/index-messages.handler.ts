import { Injectable } from '@nestjs/common';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { termsOf } from '../../domain/search/message-words.js';
import { postingsOf, type IndexedMessage } from '../../domain/search/postings.js';
import { SearchRepository, type Inbox } from '../../persistence/search/search.repository.js';

const MAX_INBOXES = 200;
/** Entries of a log; under load messages are so many in them that each word has a few. */
const BATCH = 2_000;
/** Words in one statement: it has a time to be done in, and customers decide how many words they write. */
const MAX_WORDS = 20_000;
/** Inboxes with little to index share transactions; one with more would keep the others, and what customers do, waiting. */
const FEW = 50;
const SHARED = 32;

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
    const behind = await this.database.forSystem((tx) => this.search.behind(tx, MAX_INBOXES));
    const [small, large] = [behind.filter(hasFew), behind.filter((inbox) => !hasFew(inbox))];
    const failures: unknown[] = [];
    const failed = (error: unknown): void => void failures.push(error);
    for (let from = 0; from < small.length && !isStopped(); from += SHARED) {
      await Promise.all(small.slice(from, from + SHARED).map((inbox) => this.#indexBatch(inbox, 'together').catch(failed)));
    }
    for (const inbox of large) await this.#indexInbox(inbox, isStopped).catch(failed);
    if (failures.length > 0) throw failures[0];
    return behind.length === MAX_INBOXES;
  }

  async #indexInbox(inbox: Inbox, isStopped: () => boolean): Promise<void> {
    while (!isStopped() && (await this.#indexBatch(inbox, 'forTenant')));
  }

  /** @returns whether there is more of this inbox */
  async #indexBatch(inbox: Inbox, how: 'together' | 'forTenant'): Promise<boolean> {
    try {
      return await this.database[how](inbox.tenantId, (tx) => this.#index(tx, inbox));
    } catch (error) {
      if (uniqueViolation(error) !== 'message_terms_pkey') throw error;
      // The position was set back, so that these are indexed already.
      return this.database.forTenant(inbox.tenantId, (tx) => this.#index(tx, inbox, { anew: true }));
    }
  }

  async #index(tx: Transaction, { outletId, seq: newest }: Inbox, { anew } = { anew: false }): Promise<boolean> {
    const taken = await this.search.take(tx, outletId, BATCH);
    if (!taken || taken.indexed >= newest) return false;
    const { entries } = taken;
    const messages: IndexedMessage[] = [];
    let [read, words] = [0, 0];
    for (const { messageId, text } of entries) {
      if (words >= MAX_WORDS) break;
      const terms = termsOf(text ?? '');
      if (messageId) messages.push({ id: messageId, terms });
      words += terms.length;
      read++;
    }
    const postings = postingsOf(messages);
    if (anew) await this.search.removeTerms(tx, postings);
    await Promise.all([
      postings.length > 0 ? this.search.addTerms(tx, postings) : undefined,
      // Positions are seen with their entries: where there are none, they were pruned.
      this.search.moveTo(tx, outletId, entries[read - 1]?.seq ?? newest),
    ]);
    return entries.length === BATCH || read < entries.length;
  }
}

const hasFew = ({ seq, indexed }: Inbox): boolean => seq - indexed <= FEW;
