import { Controller } from '@nestjs/common';
import { messageReceived, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { TakeCartHandler } from '../../handlers/orders/take-cart.handler.js';

/** What customers write: of interest are carts. A batch is never empty and of one tenant. */
@Controller()
export class MessageReceivedConsumer {
  constructor(private readonly carts: TakeCartHandler) {}

  @ConsumesBatch(messageReceived, { batch: 500, waitMs: 100 })
  onMessageReceived(events: EventOf<typeof messageReceived>[]): Promise<void> {
    return this.carts.execute(events);
  }
}
