import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { ShopCheckoutsRepository } from '../../persistence/connections/shop-checkouts.repository.js';
import { ShopOrdersRepository } from '../../persistence/connections/shop-orders.repository.js';

const BATCH = 1_000;

/** What shops told goes after 30 days, by whole partitions; so do the keys by which it was known, parts of orders that never came, and checkouts. */
@Injectable()
export class ForgetEventsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly events: EventsRepository,
    private readonly shopOrders: ShopOrdersRepository,
    private readonly checkouts: ShopCheckoutsRepository,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await agePartitions(this.database, 'commerce', 'connection_events', { isStopped });
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.events.pruneKeys(tx, size)));
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.shopOrders.pruneWaiting(tx, size)));
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.checkouts.prune(tx, size)));
  }
}
