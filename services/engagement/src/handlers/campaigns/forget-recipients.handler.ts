import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach, inBatches } from '#service-kit';
import { CampaignRow } from '../../persistence/campaigns/campaign.entity.js';
import { ErasureRepository } from '../../persistence/campaigns/erasure.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { CampaignClock } from './clock.state.js';

const BATCH = 1_000;
const DAY_MS = 24 * 60 * 60_000;
/** Who got a campaign is known for so long after its end; the totals stay. */
export const RECIPIENTS_DAYS = 400;
/** No calendar is further from UTC's. */
const PROMOTIONS_DAYS = 3;

/** Removes what is too old to be kept: recipients of campaigns and enrolments in drips that ended long ago, and counts of days that are over. */
@Injectable()
export class ForgetRecipientsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly erasure: ErasureRepository,
    private readonly drips: DripsRepository,
    private readonly clock: CampaignClock,
  ) {}

  async execute(isStopped: () => boolean = () => false): Promise<void> {
    const ago = (days: number): string => new Date(this.clock.now().getTime() - days * DAY_MS).toISOString();
    await inBatches(BATCH, isStopped, (size) =>
      this.database.forSystem((tx) => this.erasure.prunePromotions(tx, ago(PROMOTIONS_DAYS).slice(0, 10), size)),
    );
    await inBatches(BATCH, isStopped, (size) => this.#pruneEnrolments(ago(RECIPIENTS_DAYS), size));
    const ended = await this.database.forSystem((tx) => this.erasure.ended(tx, ago(RECIPIENTS_DAYS), BATCH));
    await forEach(ended, async ({ tenantId, id }) => {
      const gone = await inBatches(BATCH, isStopped, (size) =>
        this.database.forTenant(tenantId, (tx) => this.erasure.pruneRecipients(tx, id, size)),
      );
      if (!isStopped()) await this.database.forTenant(tenantId, (tx) => tx.rows(CampaignRow).change(id, { recipientsKept: false }));
      return gone;
    });
  }

  async #pruneEnrolments(before: string, size: number): Promise<number> {
    const ended = await this.database.forSystem((tx) => this.drips.ended(tx, before, size));
    const byTenant = Map.groupBy(ended, ({ tenantId }) => tenantId);
    return forEach(byTenant, ([tenantId, rows]) =>
      this.database.forTenant(tenantId, (tx) =>
        this.drips.prune(
          tx,
          rows.map(({ id }) => id),
        ),
      ),
    );
  }
}
