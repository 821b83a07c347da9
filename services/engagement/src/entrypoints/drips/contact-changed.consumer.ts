import { Controller } from '@nestjs/common';
import { contactChanged, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { BeginByEventsHandler } from '../../handlers/flows/begin-by-events.handler.js';
import { EnrolByEventsHandler } from '../../handlers/drips/enrol-by-events.handler.js';

/** What people and programs do to contacts. A batch is never empty and of one tenant. */
@Controller()
export class ContactChangedConsumer {
  constructor(
    private readonly enrol: EnrolByEventsHandler,
    private readonly flows: BeginByEventsHandler,
  ) {}

  @ConsumesBatch(contactChanged, { batch: 100, waitMs: 50 })
  async onContactChanged(events: EventOf<typeof contactChanged>[]): Promise<void> {
    await this.enrol.execute(events);
    await this.flows.byContacts(events);
  }
}
