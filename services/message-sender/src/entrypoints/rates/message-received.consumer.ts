import { Controller } from '@nestjs/common';
import { messageReceived, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { CountArrivalsHandler } from '../../handlers/rates/count-arrivals.handler.js';

@Controller()
export class MessageReceivedConsumer {
  constructor(private readonly count: CountArrivalsHandler) {}

  @ConsumesBatch(messageReceived, { batch: 500, waitMs: 100 })
  async onMessageReceived(events: EventOf<typeof messageReceived>[]): Promise<void> {
    await this.count.execute(events);
  }
}
