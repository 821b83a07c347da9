import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { encodeCursor, toPage, type Page } from '#service-kit';
import type { Outcome } from '../../domain/webhooks/outcome.js';
import { subjectOf } from '../../domain/webhooks/piece-event.js';
import { piecesOf, type Piece } from '../../domain/webhooks/pieces.js';
import { WebhookItemsRepository, type StoredItem } from '../../persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from '../../persistence/webhooks/webhook-journal.repository.js';

export interface ListedItem extends StoredItem {
  wabaId: string | null;
  /** Subject of the event; null without one. */
  subject: string | null;
  receivedAt: string;
  /** The piece as received. */
  raw: unknown;
}

/** Lists items, newest first, each with its piece of the journal. */
@Injectable()
export class ListItemsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly items: WebhookItemsRepository,
    private readonly journal: WebhookJournalRepository,
  ) {}

  async execute(query: { outcome?: Outcome; tenantId?: string; before?: string; limit: number }): Promise<Page<ListedItem>> {
    return this.database.forSystem(async (tx) => {
      const filter = { outcome: query.outcome, tenantId: query.tenantId, before: query.before, limit: query.limit + 1 };
      const found = await this.items.list(tx, filter);
      const page = toPage(found.items, query.limit, (item) => [item.id]);
      // The search stopped early: the next page continues there.
      const nextCursor = page.nextCursor ?? (found.last && encodeCursor([found.last]));
      const listed: ListedItem[] = [];
      let entry: { id: string; receivedAt: string; pieces: Piece[] } | undefined;
      // Items of one body follow one another: only one body at a time is in memory.
      for (const item of page.items) {
        if (entry?.id !== item.journalId) {
          const kept = await this.journal.find(tx, item.journalId);
          entry = {
            id: item.journalId,
            receivedAt: kept?.receivedAt ?? item.createdAt,
            pieces: kept ? piecesOf(kept.body, kept.receivedAt) : [],
          };
        }
        const piece = entry.pieces[item.index];
        listed.push({
          ...item,
          wabaId: piece?.wabaId ?? null,
          subject: item.outcome === 'parked' ? null : subjectOf(item.kind as Piece['kind']),
          receivedAt: entry.receivedAt,
          raw: showable(piece?.raw),
        });
      }
      return { items: listed, nextCursor };
    });
  }
}

/** JSON can be nested too deeply to be written again. */
function showable(raw: unknown): unknown {
  try {
    JSON.stringify(raw);
    return raw ?? null;
  } catch {
    return null;
  }
}
