import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { itemIdOf } from '../../domain/webhooks/item-id.js';
import { piecesOf } from '../../domain/webhooks/pieces.js';
import { namesOf, strangerTo } from '../../domain/webhooks/routing.js';
import { OutletsRepository } from '../../persistence/webhooks/outlets.repository.js';
import { WebhookItemsRepository, type NewItem, type StoredItem } from '../../persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from '../../persistence/webhooks/webhook-journal.repository.js';
import { RoutePiece } from '../webhooks/route-piece.step.js';
import { replayAll, type Replay, type Unchanged } from '../../domain/ops/replay.js';

const BATCH = 100;
/** A pending item that is younger than this is still on its way. */
const PENDING_FOR_MS = 5 * 60_000;

/**
 * Publishes items again, from the journal and with their original ids: parked and dead ones, and pending ones whose event may be lost. A
 * consumer skips an item that it has processed, so replaying too much is harmless. An item stays with its tenant; one without a tenant goes
 * to the tenant that had its number when it arrived.
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

  /** @param asked names items, or an outcome, or both */
  async execute(asked: { itemIds?: readonly string[]; outcome?: 'pending' | 'parked' | 'dead'; tenantId?: string }): Promise<Replay> {
    const { itemIds: ids, outcome, tenantId } = asked;
    return replayAll(BATCH, (after) =>
      this.database.forSystem(async (tx) => {
        const filter = { outcome, tenantId, pendingForMs: PENDING_FOR_MS, after, limit: BATCH };
        const claimed = ids
          ? await this.items.claimNamed(tx, { ...filter, ids })
          : await this.items.claimOpen(tx, { ...filter, outcome: outcome! });
        const unchanged: Unchanged[] = [];
        for (const group of Map.groupBy(claimed.items, (item) => item.journalId).values())
          unchanged.push(...(await this.#replayEntry(tx, group)));
        return { seen: claimed.items, unchanged, last: claimed.last };
      }),
    );
  }

  /** Replays items of one journal entry. @returns those that stay unchanged */
  async #replayEntry(tx: Transaction, group: readonly StoredItem[]): Promise<Unchanged[]> {
    const entry = await this.journal.find(tx, group[0]!.journalId);
    const pieces = entry ? piecesOf(entry.body, entry.receivedAt) : [];
    const { phoneNumberIds, wabaIds } = namesOf(pieces);
    const directory = await this.outlets.directory(tx, phoneNumberIds, wabaIds);
    const added: NewItem[] = [];
    const unchanged: Unchanged[] = [];
    for (const item of group) {
      const { id, tenantId } = item;
      const piece = pieces[item.index];
      if (!entry || !piece) {
        unchanged.push({ id, code: 'not_in_journal', detail: 'the journal no longer has it' });
        continue;
      }
      const stranger = tenantId === null ? undefined : strangerTo(tenantId, piece, directory);
      if (stranger) {
        unchanged.push({ id, ...stranger });
        continue;
      }
      const routed = this.routing.route(tx, entry, piece, directory, id, tenantId);
      if (routed.outcome === 'parked') unchanged.push({ id, code: routed.code!, detail: routed.detail! });
      // A dead item whose outlet is gone keeps its reason; a pending one may have been processed.
      if (routed.outcome === 'parked' && item.outcome !== 'parked') continue;
      await this.items.reroute(tx, { ...routed, tenantId: routed.tenantId ?? tenantId ?? undefined });
      // This body could not be split before, and now can: its other pieces get items, too.
      if (item.kind === 'body' && piece.kind !== 'body') {
        added.push(...pieces.slice(1).map((other) => this.routing.route(tx, entry, other, directory, itemIdOf(entry.id, other.index))));
      }
    }
    await this.items.insert(tx, added);
    return unchanged;
  }
}
