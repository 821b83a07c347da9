import { Controller } from '@nestjs/common';
import { requestedMessageChanged, type EventOf } from '#contracts';
import { ConsumesBatch, MessageRequests } from '#messaging';

/** What becomes of messages that this service asked for. A batch is never empty and of one tenant. */
@Controller()
export class RequestedMessageChangedConsumer {
  constructor(private readonly requests: MessageRequests) {}

  @ConsumesBatch(requestedMessageChanged, { batch: 100, waitMs: 0 })
  async onRequestedMessageChanged(events: EventOf<typeof requestedMessageChanged>[]): Promise<void> {
    await this.requests.changed(events);
  }
}
