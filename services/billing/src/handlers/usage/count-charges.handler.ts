import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { pricedMessages } from '../../domain/usage/tally.js';
import { UsageRepository } from '../../persistence/usage/usage.repository.js';

@Injectable()
export class CountChargesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly usage: UsageRepository,
  ) {}

  /**
   * Counts what WhatsApp charges for: each message once for each of its prices, however many statuses repeat them. There is no receipt
   * of the event: the counted message itself shows that an event came again.
   */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    const priced = pricedMessages(events.map((event) => event.data));
    if (priced.length > 0) await this.database.together(tenantId, (tx) => this.usage.addCharges(tx, priced));
  }
}
