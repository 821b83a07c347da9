import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { PortfoliosRepository } from '../../persistence/rates/portfolios.repository.js';
import { RatesRepository } from '../../persistence/rates/rates.repository.js';

/** Rows in one transaction. */
const AT_ONCE = 2_000;

@Injectable()
export class PruneRatesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly rates: RatesRepository,
    private readonly portfolios: PortfoliosRepository,
  ) {}

  /** Forgets recipients who have nothing to pay back any more, and customers who were reached a day ago. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, (size) => this.database.forSystem((tx) => this.rates.prunePairs(tx, size)));
    await inBatches(AT_ONCE, isStopped, (size) => this.database.forSystem((tx) => this.portfolios.prune(tx, size)));
  }
}
