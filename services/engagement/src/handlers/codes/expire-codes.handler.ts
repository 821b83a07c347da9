import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inTurns } from '#service-kit';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';
import { CodesRepository } from '../../persistence/codes/codes.repository.js';
import { CodeClock } from './clock.state.js';
import { ForgetRequests } from './forget-requests.step.js';

/** Codes of a tenant in one transaction. */
const BATCH = 200;
/** Codes by which is seen of whom some are over. */
const LOOK = 500;

/** Codes whose time is over count no more, and their hashes go. */
@Injectable()
export class ExpireCodesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
    private readonly forget: ForgetRequests,
    private readonly clock: CodeClock,
  ) {}

  /** Tenants take turns, a batch each, until none is over. @param isStopped asked between batches @returns how many */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.codes.tenantsWithOver(tx, this.clock.now(), LOOK)),
      (tenantId) => this.#ofTenant(tenantId),
      isStopped,
    );
  }

  async #ofTenant(tenantId: string): Promise<number> {
    const now = this.clock.now();
    return this.database.forTenant(tenantId, async (tx) => {
      const over = await this.codes.closeOver(tx, now, BATCH);
      if (over.length === 0) return 0;
      const ids = over.map(({ id }) => id);
      await this.codes.settle(tx, ids, 'expired', now);
      const waiting = (await this.codes.lockSent(tx, ids)).filter(({ delivery }) => delivery === 'requested');
      // Nobody could use it any more.
      await this.forget.execute(
        tx,
        waiting.map(({ id }) => id),
      );
      await this.counts.add(
        tx,
        now,
        over.map(({ purpose }) => ({ purpose, outcome: 'expired' })),
      );
      return over.length;
    });
  }
}
