import { Injectable } from '@nestjs/common';
import type { EventOf, messageRecorded } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { REPLY_DAYS } from '../../domain/campaigns/campaign.js';
import { emptyTally, move } from '../../domain/campaigns/tally.js';
import { RecipientsRepository } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';

const REPLY_MS = REPLY_DAYS * 24 * 60 * 60_000;

interface Answer {
  contactId: string;
  at: string;
}

/** Customers who write after a campaign's turn for them: those who got it have replied, those who were held out are what it is compared with. */
@Injectable()
export class RecordRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
  ) {}

  /**
   * Nearly every message is of nobody who waits to be counted: that costs one look into an index. Counting twice is not possible, since a
   * recipient answers once.
   *
   * @param events of one tenant
   */
  async execute(events: readonly EventOf<typeof messageRecorded>[]): Promise<void> {
    const written = events.flatMap(({ data: { contactId, message } }) =>
      message.direction === 'inbound' && message.author === 'customer' ? [{ contactId, at: message.at }] : [],
    );
    if (written.length === 0) return;
    const since = new Date(Math.min(...written.map(({ at }) => Date.parse(at))) - REPLY_MS).toISOString();
    await this.database.forTenant(events[0]!.tenantId, async (tx) => {
      const waiting = await this.recipients.unanswered(tx, [...new Set(written.map(({ contactId }) => contactId))], since);
      const byCampaign = Map.groupBy(
        waiting.flatMap(({ campaignId, contactId, releasedAt }) => {
          const at = written.find((one) => one.contactId === contactId && isReply(one.at, releasedAt))?.at;
          return at === undefined ? [] : [{ campaignId, contactId, at }];
        }),
        ({ campaignId }) => campaignId,
      );
      for (const campaignId of [...byCampaign.keys()].sort()) await this.#answer(tx, campaignId, byCampaign.get(campaignId)!);
    });
  }

  async #answer(tx: Transaction, campaignId: string, answers: readonly Answer[]): Promise<void> {
    await this.recipients.lock(
      tx,
      campaignId,
      answers.map(({ contactId }) => contactId),
    );
    const tally = emptyTally();
    for (const { was, state } of await this.recipients.answer(tx, campaignId, answers)) {
      if (was !== state) move(tally, { state: was, reason: null }, { state, reason: null });
      tally.answered++;
      if (state === 'heldOut') tally.heldOutAnswered++;
    }
    if (tally.answered > 0) await this.totals.add(tx, campaignId, tally);
  }
}

const isReply = (at: string, releasedAt: string): boolean => {
  const since = Date.parse(at) - Date.parse(releasedAt);
  return since >= 0 && since <= REPLY_MS;
};
