import { Controller } from '@nestjs/common';
import { mediaFetchRequested, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { RecordMediaFetchHandler } from '../../handlers/media/record-media-fetch.handler.js';

@Controller()
export class MediaFetchRequestedConsumer {
  constructor(private readonly record: RecordMediaFetchHandler) {}

  @Consumes(mediaFetchRequested)
  async onMediaFetchRequested(event: EventOf<typeof mediaFetchRequested>): Promise<void> {
    await this.record.execute(event);
  }
}
