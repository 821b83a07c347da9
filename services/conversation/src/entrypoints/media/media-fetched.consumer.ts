import { Controller } from '@nestjs/common';
import { mediaFetched, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { RecordMediaFetchedHandler } from '../../handlers/media/record-media-fetched.handler.js';

@Controller()
export class MediaFetchedConsumer {
  constructor(private readonly recordMediaFetched: RecordMediaFetchedHandler) {}

  @Consumes(mediaFetched)
  onMediaFetched(event: EventOf<typeof mediaFetched>): Promise<void> {
    return this.recordMediaFetched.execute(event);
  }
}
