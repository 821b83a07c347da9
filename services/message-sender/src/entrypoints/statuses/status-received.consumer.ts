import { Controller } from '@nestjs/common';
import { statusReceived, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { RecordStatusesHandler } from '../../handlers/statuses/record-statuses.handler.js';

@Controller()
export class StatusReceivedConsumer {
  constructor(private readonly record: RecordStatusesHandler) {}

  @ConsumesBatch(statusReceived, { batch: 200, waitMs: 5 })
  async onStatusReceived(events: EventOf<typeof statusReceived>[]): Promise<void> {
    const [first] = events;
    if (first) await this.record.execute(first.tenantId, events);
  }
}
