import { Injectable } from '@nestjs/common';
import type { EventOf, messageReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { RatesRepository } from '../../persistence/rates/rates.repository.js';

/** What was written longer ago has been paid back at WhatsApp: it was late here, in a backlog. */
const LATE_MS = 10_000;

/**
 * What customers write takes of the rate of their number too (Meta, "Throughput": inbound and outbound together). Counted without a
 * receipt: a message that comes twice makes a number slower by one message, and that is cheaper than to keep it away.
 */
@Injectable()
export class CountArrivalsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly rates: RatesRepository,
  ) {}

  /** @param events of one tenant */
  async execute(events: readonly EventOf<typeof messageReceived>[]): Promise<void> {
    const arrived = new Map<string, number>();
    for (const { data } of events) {
      if (Date.parse(data.message.timestamp) < Date.now() - LATE_MS) continue;
      arrived.set(data.outletId, (arrived.get(data.outletId) ?? 0) + 1);
    }
    const [first] = events;
    if (!first || arrived.size === 0) return;
    await this.database.together(first.tenantId, (tx) => this.rates.spend(tx, arrived));
  }
}
