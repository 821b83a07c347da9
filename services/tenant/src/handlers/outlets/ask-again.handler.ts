import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import { SYSTEM } from '../../domain/audit/audit.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { CheckOutlet } from './check-outlet.handler.js';
import { SettleClaim } from './settle-claim.handler.js';

const BATCH = 4;
/** Longer than a batch takes at worst; otherwise a second process would ask the same. */
const LEASE_MS = 120_000;

@Injectable()
export class AskAgainHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly claims: NumberClaimsRepository,
    private readonly settle: SettleClaim,
    private readonly check: CheckOutlet,
    private readonly logger: Logger,
  ) {}

  /** Asks about the outlets that are due, a few at a time. @returns how many there were */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    let asked = 0;
    while (!isStopped()) {
      const due = await this.database.forSystem((tx) => this.claims.claimDue(tx, BATCH, LEASE_MS));
      await Promise.all(due.map((outlet) => this.#one(outlet)));
      asked += due.length;
      if (due.length < BATCH) break;
    }
    return asked;
  }

  /** A failed one is due again when its lease ends. */
  async #one(outlet: Parameters<SettleClaim['execute']>[0]): Promise<void> {
    try {
      const obstacle = await this.settle.execute(outlet, SYSTEM);
      if (!obstacle) await this.check.atOnce(outlet.tenantId, outlet.id, SYSTEM);
    } catch (error) {
      this.logger.error('asking whose a number is failed; trying again later', error as Error, { outletId: outlet.id });
    }
  }
}
