import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { pricedMessages } from '../domain/tally.js';
import { UsageRepository } from '../persistence/usage.repository.js';

@Injectable()
export class CountChargesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly usage: UsageRepository,
  ) {}

  /** Counts what WhatsApp charges for: each message once for each of its prices, on however many statuses they come. */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      await this.usage.addCharges(tx, pricedMessages(fresh.map((event) => event.data)));
    });
  }
}
