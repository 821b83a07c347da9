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
    const contactIds = new Set(
      events.flatMap(({ data: { contactId, message } }) =>
        message.direction === 'inbound' && message.author === 'customer' ? [contactId] : [],
      ),
    );
    if (contactIds.size === 0) return;
    await this.database.forTenant(events[0]!.tenantId, async (tx) => {
      if (!(await this.drips.isAnyActive(tx, [...contactIds]))) return;
      await this.drips.exitReplied(tx, [...contactIds], this.clock.now().toISOString());
    });
  }
}
