import { Injectable } from '@nestjs/common';
import { customerOrders } from '#contracts';
import { NatsUnavailable, Queries, QueryFailed } from '#messaging';
import { Logger } from '#service-kit';
import type { OwnOrder } from '../../domain/tools/order-answer.js';

/** Asks `commerce` for the orders of a contact. */
@Injectable()
export class OrdersClient {
  constructor(
    private readonly queries: Queries,
    private readonly logger: Logger,
  ) {}

  /** @returns the newest first; undefined while the service does not reply */
  async of(tenantId: string, contactId: string): Promise<OwnOrder[] | undefined> {
    try {
      return (await this.queries.ask(customerOrders, tenantId, { contactId })).orders;
    } catch (error) {
      if (!(error instanceof QueryFailed || error instanceof NatsUnavailable)) throw error;
      this.logger.warn('orders are not told, because the commerce service does not reply', error);
      return undefined;
    }
  }
}
