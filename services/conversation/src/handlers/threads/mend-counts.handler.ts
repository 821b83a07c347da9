import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger } from '#service-kit';
import { CountsRepository } from '../../persistence/threads/counts.repository.js';

const EVERY_DAYS = 1;
const MAX_TENANTS = 1_000;

/** Compares counters with the rows that they count, each tenant's once a day, and mends what differs. Nothing should. */
@Injectable()
export class MendCountsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly counts: CountsRepository,
    private readonly logger: Logger,
  ) {}

  /** @param isStopped asked between tenants @returns how many counters were wrong @throws the first failure, after all other tenants */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    const tenantIds = await this.database.forSystem((tx) => this.counts.unchecked(tx, EVERY_DAYS, MAX_TENANTS));
    let wrong = 0;
    const failures: unknown[] = [];
    for (const tenantId of tenantIds) {
      if (isStopped()) break;
      try {
        wrong += await this.#ofTenant(tenantId);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    return wrong;
  }

  async #ofTenant(tenantId: string): Promise<number> {
    const mended = await this.database.forSystem((tx) => this.counts.mend(tx, tenantId));
    if (mended > 0) this.logger.warn('counters of conversations were wrong, and are mended', { tenantId, mended });
    return mended;
  }
}
