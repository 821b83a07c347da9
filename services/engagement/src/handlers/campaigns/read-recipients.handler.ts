import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { idOfCursor, Problem, toPage, type Page } from '#service-kit';
import { REPLY_DAYS } from '../../domain/campaigns/campaign.js';
import { liftOf, type Group, type Lift } from '../../domain/campaigns/lift.js';
import type { RecipientState } from '../../domain/campaigns/outcome.js';
import type { CampaignReason } from '../../persistence/campaigns/campaign-reason.entity.js';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { RecipientsRepository, type ListedRecipient } from '../../persistence/campaigns/recipients.repository.js';
import { TotalsRepository } from '../../persistence/campaigns/totals.repository.js';

export interface ShownLift {
  /** What counts as a success. */
  metric: 'replied';
  withinDays: number;
  treated: Group & { rate: number | null };
  heldOut: Group & { rate: number | null };
  lift: Lift | null;
}

const withRate = (group: Group): Group & { rate: number | null } => ({
  ...group,
  rate: group.size === 0 ? null : group.successes / group.size,
});

/** Who got a campaign, and what it did. */
@Injectable()
export class ReadRecipientsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly recipients: RecipientsRepository,
    private readonly totals: TotalsRepository,
  ) {}

  /** @throws {Problem} not_found, invalid_cursor */
  async list(
    tenantId: string,
    campaignId: string,
    state: RecipientState | undefined,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ListedRecipient>> {
    const after = idOfCursor(cursor);
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, campaignId);
      const rows = await (state
        ? this.recipients.pageOfState(tx, campaignId, state, after, limit + 1)
        : this.recipients.page(tx, campaignId, after, limit + 1));
      return toPage(rows, limit, ({ contactId }) => [contactId]);
    });
  }

  /** Why recipients got nothing, the most frequent first. @throws {Problem} not_found */
  async reasons(tenantId: string, campaignId: string): Promise<Pick<CampaignReason, 'state' | 'reason' | 'recipients'>[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, campaignId);
      return this.totals.reasons(tx, campaignId);
    });
  }

  /** Everybody counts in the group that they were put into, whatever became of their message: only so can the groups be compared. @throws {Problem} not_found */
  async lift(tenantId: string, campaignId: string): Promise<ShownLift> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, campaignId);
      const totals = (await this.totals.of(tx, [campaignId])).get(campaignId)!;
      const treated = { size: totals.audience - totals.heldOut, successes: totals.answered - totals.heldOutAnswered };
      const heldOut = { size: totals.heldOut, successes: totals.heldOutAnswered };
      return {
        metric: 'replied',
        withinDays: REPLY_DAYS,
        treated: withRate(treated),
        heldOut: withRate(heldOut),
        lift: liftOf(treated, heldOut),
      };
    });
  }

  async #find(tx: Transaction, id: string): Promise<Campaign> {
    const campaign = await tx.rows(CampaignRow).find(id);
    if (!campaign) throw Problem.notFound('campaign');
    return campaign;
  }
}
