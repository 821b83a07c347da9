import { Controller } from '@nestjs/common';
import { sendRequested, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { RecordSendRequestHandler } from '../../handlers/sending/record-send-request.handler.js';

@Controller()
export class SendRequestedConsumer {
  constructor(private readonly record: RecordSendRequestHandler) {}

  /** A batch is never empty and of one tenant. */
  @ConsumesBatch(sendRequested, { batch: 100, waitMs: 0 })
  async onSendRequested(events: EventOf<typeof sendRequested>[]): Promise<void> {
    await this.record.execute(events[0]!.tenantId, events);
  }
}
