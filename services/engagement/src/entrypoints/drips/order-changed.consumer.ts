import { Controller } from '@nestjs/common';
import { orderChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { BeginByEventsHandler } from '../../handlers/flows/begin-by-events.handler.js';
import { FollowOrdersHandler } from '../../handlers/drips/follow-orders.handler.js';

/** What becomes of orders. A batch is never empty and of one tenant. */
@Controller()
export class OrderChangedConsumer {
  constructor(
    private readonly follow: FollowOrdersHandler,
    private readonly flows: BeginByEventsHandler,
  ) {}

  @ConsumesBatch(orderChanged, { batch: 100, waitMs: 50 })
  async onOrderChanged(events: EventOf<typeof orderChanged>[]): Promise<void> {
    await this.follow.execute(events);
    await this.flows.byOrders(events);
  }
}
