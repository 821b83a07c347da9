import { Controller } from '@nestjs/common';
import { orderChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { FollowOrdersHandler } from '../../handlers/drips/follow-orders.handler.js';

/** What becomes of orders. A batch is never empty and of one tenant. */
@Controller()
export class OrderChangedConsumer {
  constructor(private readonly follow: FollowOrdersHandler) {}

  @ConsumesBatch(orderChanged, { batch: 100, waitMs: 50 })
  onOrderChanged(events: EventOf<typeof orderChanged>[]): Promise<void> {
    return this.follow.execute(events);
  }
}
