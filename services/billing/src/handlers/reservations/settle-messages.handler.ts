import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { SettleReservations } from './settle-reservations.step.js';

/** WhatsApp took the message, whatever became of it then. */
const HAS_LEFT: ReadonlySet<string> = new Set(['accepted', 'sent', 'delivered', 'read', 'played']);

@Injectable()
export class SettleMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settle: SettleReservations,
  ) {}

  /** A message that left is used; one that failed before it left returns its unit. Of one message the first of its events decides. */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    const first = new Map<string, boolean>();
    for (const { data } of events) {
      const hasLeft = HAS_LEFT.has(data.status);
      if ((hasLeft || data.status === 'failed') && !first.has(data.messageId)) first.set(data.messageId, hasLeft);
    }
    if (first.size === 0) return;
    const used = [...first].flatMap(([id, hasLeft]) => (hasLeft ? [id] : []));
    const returned = [...first].flatMap(([id, hasLeft]) => (hasLeft ? [] : [id]));
    await this.database.together(tenantId, (tx) => this.settle.execute(tx, 'messages', { used, returned, isCounted: false }));
  }
}
