import { Injectable } from '@nestjs/common';
import { sendRequested, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { RecordSendRequestHandler } from '../handlers/record-send-request.handler.js';

@Injectable()
export class SendRequestedConsumer {
  constructor(private readonly record: RecordSendRequestHandler) {}

  @Consumes(sendRequested)
  async onSendRequested(event: EventOf<typeof sendRequested>): Promise<void> {
    await this.record.execute(event);
  }
}
