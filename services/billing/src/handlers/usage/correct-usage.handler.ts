import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, readPeriod, type Actor, type Period, type PeriodQuery } from '#service-kit';
import { UsageCorrectionsRepository, type UsageCorrection } from '../../persistence/usage/usage-corrections.repository.js';
import { Audit } from '../audit/audit.step.js';

const DAY_MS = 86_400_000;
/** Counted messages are forgotten after 100 days: what is left of a day before that says too little. */
const DAYS_KEPT = 90;

@Injectable()
export class CorrectUsageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly corrections: UsageCorrectionsRepository,
    private readonly audit: Audit,
  ) {}

  /**
   * Makes the counts of priced messages say what the messages say that were counted: each difference by an entry of its own. Again changes
   * nothing.
   *
   * @throws {Problem} validation_failed for days of which the messages are not kept any more
   */
  async execute(tenantId: string, asked: PeriodQuery, by: Actor): Promise<Period & { items: UsageCorrection[] }> {
    const period = readPeriod(asked);
    const first = new Date(Date.now() - DAYS_KEPT * DAY_MS).toISOString().slice(0, 10);
    if (period.from < first) {
      throw Problem.invalid([{ field: 'from', message: `must be ${first} or later: what was counted before is not kept` }]);
    }
    return this.database.forTenant(tenantId, async (tx) => {
      const items = await this.corrections.correct(tx, period);
      const messages = items.reduce((sum, item) => sum + Math.abs(item.messages), 0);
      if (items.length > 0) {
        this.audit.append(tx, by, 'corrected', { type: 'usage', id: tenantId }, null, { ...period, entries: items.length, messages });
      }
      return { ...period, items };
    });
  }
}
