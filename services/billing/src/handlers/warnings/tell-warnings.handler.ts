import { Injectable } from '@nestjs/common';
import { quotaWarned } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { forEach, inBatches } from '#service-kit';
import { monthOf } from '../../domain/plans/month.js';
import { MONTHLY_METERS } from '../../domain/plans/plan.js';
import { QuotasRepository } from '../../persistence/plans/quotas.repository.js';
import { QuotaWarningsRepository } from '../../persistence/warnings/quota-warnings.repository.js';

const AT_ONCE = 100;

/** Tells of warnings that were found: each once, whoever asks at the same time. */
@Injectable()
export class TellWarningsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly warnings: QuotaWarningsRepository,
    private readonly quotas: QuotasRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, async (size) => {
      const tenants = await this.database.forSystem((tx) => this.warnings.waiting(tx, size));
      return forEach(tenants, (tenantId) => this.database.forTenant(tenantId, (tx) => this.#tell(tx)));
    });
  }

  async #tell(tx: Transaction): Promise<number> {
    const found = await this.warnings.take(tx);
    if (found.length === 0) return 0;
    const full = new Set((await this.quotas.list(tx)).filter(({ isFull }) => isFull).map(({ meter }) => meter));
    for (const { meter, level, limit, used, month, at } of found) {
      // Of what is counted by month the deposit may pay for more; of what there is nothing more is made.
      const isMonthly = MONTHLY_METERS.some((each) => each === meter);
      const stopped = level === 100 && (!isMonthly || full.has(meter));
      this.outbox.append(tx, quotaWarned, { meter, level, limit, used, stopped, period: monthOf(month), at });
    }
    await this.warnings.forget(tx);
    return found.length;
  }
}
