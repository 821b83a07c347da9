import type { Transaction } from '#database';
import type { Outbox } from '#messaging';
import { eventOf, tooLarge } from '../../domain/webhooks/piece-event.js';
import type { Piece, Reason } from '../../domain/webhooks/pieces.js';
import { addresseeOf, type Directory } from '../../domain/webhooks/routing.js';
import type { JournalEntry } from '../../persistence/webhooks/webhook-journal.repository.js';
import type { NewItem } from '../../persistence/webhooks/webhook-items.repository.js';

/** Turns a piece into an event for its tenant, or parks it with the reason. */
export class RoutePiece {
  constructor(private readonly outbox: Outbox) {}

  /** Appends the event, if there is one, with the item's id. @param tenantId the tenant that has the item already @returns the item's row */
  route(tx: Transaction, entry: JournalEntry, piece: Piece, directory: Directory, id: string, tenantId: string | null = null): NewItem {
    const item = {
      id,
      journalId: entry.id,
      index: piece.index,
      kind: piece.kind,
      phoneNumberId: piece.phoneNumberId,
    };
    const found = piece.problem ? { reason: piece.problem } : addresseeOf(piece, directory, entry.receivedAt, tenantId);
    if ('reason' in found) return { ...item, ...parked(found.reason), tenantId: undefined };
    const { to } = found;
    try {
      const { event, data } = eventOf(piece, to);
      const reason = tooLarge(data, entry.body.length);
      if (reason) return { ...item, ...parked(reason), tenantId: to.tenantId };
      // The item's id traces a message from here to its delivery.
      this.outbox.append(tx, event, data, { id, tenantId: to.tenantId, traceId: id, occurredAt: entry.receivedAt });
      return { ...item, tenantId: to.tenantId, outcome: 'pending', code: undefined, detail: undefined };
    } catch (error) {
      // It does not fit the event's schema or cannot be serialised: that must not affect its neighbours.
      return { ...item, ...parked({ code: 'invalid_event', detail: (error as Error).message }), tenantId: to.tenantId };
    }
  }
}

function parked({ code, detail }: Reason): Pick<NewItem, 'outcome' | 'code' | 'detail'> {
  return { outcome: 'parked', code, detail: detail.slice(0, 1_000).replaceAll('\0', '\uFFFD') };
}
