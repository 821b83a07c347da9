import { setImmediate } from 'node:timers/promises';
import { isDatabaseUnavailable, type TenantDatabase, type Transaction } from '#database';
import type { Logger } from '#service-kit';
import { itemIdOf } from '../../domain/webhooks/item-id.js';
import { piecesOf, wholeBody, type Piece } from '../../domain/webhooks/pieces.js';
import { namesOf } from '../../domain/webhooks/routing.js';
import type { OutletsRepository } from '../../persistence/webhooks/outlets.repository.js';
import type { NewItem, WebhookItemsRepository } from '../../persistence/webhooks/webhook-items.repository.js';
import type { JournalEntry, WebhookJournalRepository } from '../../persistence/webhooks/webhook-journal.repository.js';
import type { RoutePiece } from './route-piece.step.js';

/** Entries in a transaction. The more, the cheaper each is; the fewer, the sooner requests get their turn in between. */
const MAX_ENTRIES = 200;
const MAX_ENTRIES_BESIDE_REQUESTS = 40;
/** Entries after which the event loop gets a turn. */
const ENTRIES_AT_A_STRETCH = 8;

/**
 * Takes journal entries apart: items, their events and the mark on the entry are one transaction. Runs in a thread of its own
 * (`split.thread.ts`), without Nest.
 */
export class SplitJournalHandler {
  /** The lane that had its turn last. */
  #lane = 0;

  constructor(
    private readonly database: TenantDatabase,
    private readonly journal: WebhookJournalRepository,
    private readonly outlets: OutletsRepository,
    private readonly items: WebhookItemsRepository,
    private readonly routing: RoutePiece,
    private readonly logger: Logger,
  ) {}

  /**
   * @param besideRequests whether webhooks are being answered in this process at the same time
   * @returns the number of entries that were split; 0 when none waits
   */
  async execute(besideRequests: boolean): Promise<number> {
    try {
      return await this.#splitNext(besideRequests ? MAX_ENTRIES_BESIDE_REQUESTS : MAX_ENTRIES, (entry) =>
        piecesOf(entry.body, entry.receivedAt),
      );
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      this.logger.error('a batch of webhooks could not be split; trying them one by one', error as Error);
      return this.#splitOneByOne();
    }
  }

  /** Whatever it is about an entry that breaks the work on it, it is parked whole, and the others go on. */
  async #splitOneByOne(): Promise<number> {
    for (let split = 0; split < MAX_ENTRIES; split++) {
      try {
        if ((await this.#splitNext(1, (entry) => piecesOf(entry.body, entry.receivedAt))) === 0) return split;
      } catch (error) {
        if (isDatabaseUnavailable(error)) throw error;
        await this.#splitNext(1, (entry) => [wholeBody(entry.body, 'split_failed', (error as Error).message)]);
      }
    }
    return MAX_ENTRIES;
  }

  async #splitNext(limit: number, take: (entry: JournalEntry) => Piece[]): Promise<number> {
    const split = await this.database.forSystem(async (tx) => {
      const entries = await this.journal.claimUnsplit(tx, limit, this.#lane);
      if (entries.length === 0) return entries;
      const taken: { entry: JournalEntry; pieces: Piece[] }[] = [];
      for (const entry of entries) {
        taken.push({ entry, pieces: take(entry) });
        if (taken.length % ENTRIES_AT_A_STRETCH === 0) await setImmediate();
      }
      await this.#route(tx, taken);
      await this.journal.markSplit(
        tx,
        entries.map((entry) => entry.id),
      );
      return entries;
    });
    // Not before the commit: a failure is looked into by claiming the same again.
    this.#lane = split.findLast(({ turn }) => turn === 1)?.lane ?? this.#lane;
    return split.length;
  }

  async #route(tx: Transaction, taken: readonly { entry: JournalEntry; pieces: Piece[] }[]): Promise<void> {
    const { phoneNumberIds, wabaIds } = namesOf(taken.flatMap(({ pieces }) => pieces));
    const directory = await this.outlets.directory(tx, phoneNumberIds, wabaIds);
    const rows: NewItem[] = [];
    for (const [index, { entry, pieces }] of taken.entries()) {
      for (const piece of pieces) rows.push(this.routing.route(tx, entry, piece, directory, itemIdOf(entry.id, piece.index)));
      if (index % ENTRIES_AT_A_STRETCH === 0) await setImmediate();
    }
    await this.items.insert(tx, rows);
  }
}
