import { Controller } from '@nestjs/common';
import { messageReceived, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { HeedRepliesHandler } from '../../handlers/invoices/heed-replies.handler.js';
import { ConfirmOrdersHandler } from '../../handlers/orders/confirm-orders.handler.js';
import { TakeCartHandler } from '../../handlers/orders/take-cart.handler.js';

/** What customers write: of interest are carts, answers to orders that are to be confirmed, and replies to reminders. A batch is never empty and of one tenant. */
@Controller()
export class MessageReceivedConsumer {
  constructor(
    private readonly carts: TakeCartHandler,
    private readonly confirm: ConfirmOrdersHandler,
    private readonly replies: HeedRepliesHandler,
  ) {}

  @ConsumesBatch(messageReceived, { batch: 500, waitMs: 100 })
  async onMessageReceived(events: EventOf<typeof messageReceived>[]): Promise<void> {
    await this.carts.execute(events);
    await this.confirm.answered(events);
    await this.replies.execute(events);
  }
}
