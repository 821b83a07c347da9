import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { piecesOf } from '../../domain/webhooks/pieces.js';
import { namesOf } from '../../domain/webhooks/routing.js';
import { OutletsRepository } from '../../persistence/outlets.repository.js';
import { WebhookItemsRepository, type NewItem, type StoredItem } from '../../persistence/webhook-items.repository.js';
import { WebhookJournalRepository } from '../../persistence/webhook-journal.repository.js';
import { RoutePiece } from '../webhooks/route-piece.js';

const BATCH = 100;
/** Items looked at in one call; the answer says whether there are more. */
const MOST_ITEMS = 10_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface Replay {
  /** Items that are on their way (again). */
  replayed: number;
  /** Items that still cannot go anywhere; their reason is the present one. */
  unchanged: number;
  /** Whether items are left that this call did not look at. */
  more: boolean;
}

/**
 * Sends parked and dead items on their way again, from the journal and under their own ids: a consumer that did process an item
 * passes over it, so replaying too much does no harm.
 */
@Injectable()
export class ReplayItemsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly items: WebhookItemsRepository,
    private readonly journal: WebhookJournalRepository,
    private readonly outlets: OutletsRepository,
    private readonly routing: RoutePiece,
  ) {}

  async execute(filter: { itemIds?: readonly string[]; outcome?: 'parked' | 'dead'; tenantId?: string }): Promise<Replay> {
    let [replayed, seen, after] = [0, 0, FIRST];
    while (seen < MOST_ITEMS) {
      const batch = await this.database.forSystem(async (tx) => {
        const claimed = await this.items.claimReplayable(tx, {
          ids: filter.itemIds,
          outcome: filter.outcome,
          tenantId: filter.tenantId,
          after,
          limit: BATCH,
        });
        let done = 0;
        for (const group of Map.groupBy(claimed, (item) => item.journalId).values()) done += await this.#replayEntry(tx, group);
        return { done, seen: claimed.length, last: claimed.at(-1)?.id };
      });
      replayed += batch.done;
      seen += batch.seen;
      if (batch.seen < BATCH || batch.last === undefined) return { replayed, unchanged: seen - replayed, more: false };
      after = batch.last;
    }
    return { replayed, unchanged: seen - replayed, more: true };
  }

  /** Items of one journal entry. @returns how many of them go on their way */
  async #replayEntry(tx: Transaction, group: readonly StoredItem[]): Promise<number> {
    const entry = await this.journal.find(tx, group[0]!.journalId);
    if (!entry) return 0;
    const pieces = piecesOf(entry.body, entry.receivedAt);
    const { phoneNumberIds, wabaIds } = namesOf(pieces);
    const directory = await this.outlets.directory(tx, phoneNumberIds, wabaIds);
    const added: NewItem[] = [];
    let replayed = 0;
    for (const item of group) {
      const piece = pieces[item.index];
      if (!piece) continue;
      const routed = this.routing.route(tx, entry, piece, directory, item.id);
      // A dead item whose outlet is gone keeps the reason why it died.
      if (routed.outcome === 'parked' && item.outcome === 'dead') continue;
      await this.items.reroute(tx, routed);
      if (routed.outcome === 'pending') replayed++;
      // A body that could not be taken apart, and now can: the other pieces get items of their own.
      if (item.kind === 'body' && piece.kind !== 'body') {
        added.push(...pieces.slice(1).map((other) => this.routing.route(tx, entry, other, directory, v7())));
      }
    }
    await this.items.insert(tx, added);
    return replayed;
  }
}
