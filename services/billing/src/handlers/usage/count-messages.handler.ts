import { Injectable } from '@nestjs/common';
import type { EventOf, messageRecorded } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { tallyMessages } from '../../domain/usage/tally.js';
import { AddUsage } from './add-usage.step.js';

@Injectable()
export class CountMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly usage: AddUsage,
  ) {}

  /** Counts messages in and out; skips events that were counted before. */
  async execute(tenantId: string, events: readonly EventOf<typeof messageRecorded>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      await this.usage.execute(tx, tallyMessages(fresh.map((event) => event.data.message)));
    });
  }
}
