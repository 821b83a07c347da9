import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach } from '#service-kit';
import { QueueRepository, type EndpointOf } from '../../persistence/deliveries/queue.repository.js';

/** What waited at an endpoint that is gone: there may be a lane for every customer, so each batch is a transaction of its own. */
@Injectable()
export class ForgetLanesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly queues: QueueRepository,
  ) {}

  /** Those of all endpoints that are gone, also where a process ended in between, or a delivery was just being settled. */
  async execute(isStopped: () => boolean): Promise<void> {
    const gone = await this.database.forSystem((tx) => this.queues.gone(tx));
    await forEach(gone, (endpoint) => this.of(endpoint, isStopped));
  }

  /** @returns how many are gone */
  async of({ tenantId, endpointId }: EndpointOf, isStopped: () => boolean): Promise<number> {
    let all = 0;
    for (let deleted = 1; deleted > 0 && !isStopped(); all += deleted)
      deleted = await this.database.forTenant(tenantId, (tx) => this.queues.deleteLanes(tx, endpointId));
    return all;
  }
}
