import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { HoldsRepository, type HoldView } from '../../persistence/holds/holds.repository.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import { HoldsAudit } from './audit.step.js';

const LONGEST_MS = 366 * 24 * 60 * 60_000;

/** Somebody stops the messages of a number, or of all numbers of the tenant. */
@Injectable()
export class PlaceHoldHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
    private readonly outlets: OutletsRepository,
    private readonly audit: HoldsAudit,
  ) {}

  /**
   * From the commit on no message is claimed that the hold is for; what waits stays in the queue. In place of one that was placed by hand
   * for the same before.
   *
   * @param hold.outletId absent: all numbers @param hold.until absent: until somebody lifts it @throws {Problem} not_found, until_out_of_range
   */
  async execute(
    tenantId: string,
    { outletId, reason, until }: { outletId?: string | undefined; reason: string; until?: Date | undefined },
    by: Actor,
  ): Promise<HoldView> {
    if (until) requireFuture(until);
    return this.database.forTenant(tenantId, async (tx) => {
      if (outletId && (await this.outlets.find(tx, [outletId])).length === 0) throw Problem.notFound('outlet');
      const where = outletId ? ({ scope: 'number', key: outletId.toLowerCase() } as const) : ({ scope: 'app', key: '' } as const);
      const hold = await this.holds.placeByHand(tx, { ...where, reason, until: until?.toISOString() ?? null });
      this.audit.append(tx, by, 'placed', { type: 'hold', id: hold.id }, null, { ...where, until: hold.until });
      return hold;
    });
  }
}

function requireFuture(until: Date): void {
  const ms = until.getTime() - Date.now();
  // An invalid date gives NaN, which fails too.
  if (!(ms > 0 && ms <= LONGEST_MS)) {
    throw new Problem(400, 'until_out_of_range', 'until must be a time in the future, at most a year ahead.');
  }
}
