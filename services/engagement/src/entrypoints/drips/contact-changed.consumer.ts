import { Controller } from '@nestjs/common';
import { contactChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { EnrolByEventsHandler } from '../../handlers/drips/enrol-by-events.handler.js';

/** What people and programs do to contacts. A batch is never empty and of one tenant. */
@Controller()
export class ContactChangedConsumer {
  constructor(private readonly enrol: EnrolByEventsHandler) {}

  @ConsumesBatch(contactChanged, { batch: 100, waitMs: 50 })
  onContactChanged(events: EventOf<typeof contactChanged>[]): Promise<void> {
    return this.enrol.execute(events);
  }
}
