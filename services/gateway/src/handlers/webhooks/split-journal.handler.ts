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

/** Entries in a transaction. More make each cheaper; fewer let requests in between sooner. */
const MAX_ENTRIES = 200;
const MAX_ENTRIES_BESIDE_REQUESTS = 40;
/** Entries after which the event loop gets a turn. */
const ENTRIES_AT_A_STRETCH = 8;

/**
 * Splits journal entries: items, their events and the mark on the entry are one transaction. Runs in its own thread (`split.thread.ts`),
 * without Nest.
 */
export class SplitJournalHandler {
  /** The lane of the last turn. */
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
   * @param besideRequests whether this process is answering webhooks at the same time
   * @returns the number of split entries; 0 if none waits
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

  /** Parks an entry that cannot be split, whatever the reason, and goes on with the others. */
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
    // Not before the commit: after a failure the same entries are claimed again.
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
