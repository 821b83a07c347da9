import { Injectable } from '@nestjs/common';
import type { EventOf, messageRecorded } from '#contracts';
import { TenantDatabase } from '#database';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';

/** Customers who write leave the drips that they are in: from then on people or the bot talk with them. */
@Injectable()
export class LeaveDripsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly drips: DripsRepository,
    private readonly clock: CampaignClock,
  ) {}

  /** Doing it again changes nothing: whoever has left is not under way. @param events of one tenant */
  async execute(events: readonly EventOf<typeof messageRecorded>[]): Promise<void> {
    /** When each wrote last. */
    const written = new Map<string, string>();
    for (const { contactId, message } of events.map(({ data }) => data)) {
      if (message.direction !== 'inbound' || message.author !== 'customer') continue;
      const before = written.get(contactId);
      if (before === undefined || Date.parse(before) < Date.parse(message.at)) written.set(contactId, message.at);
    }
    if (written.size === 0) return;
    await this.database.forTenant(events[0]!.tenantId, async (tx) => {
      if (!(await this.drips.isAnyActive(tx, [...written.keys()]))) return;
      await this.drips.exitReplied(tx, written, this.clock.now().toISOString());
    });
  }
}
