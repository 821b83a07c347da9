import { Controller } from '@nestjs/common';
import { holdPlaced, templateChanged, type EventOf } from '#contracts';
import { Consumes, ConsumesBatch } from '#messaging';
import { MailHoldPlacedHandler } from '../../handlers/notices/mail-hold-placed.handler.js';
import { MailTemplatesChangedHandler } from '../../handlers/notices/mail-templates-changed.handler.js';

/** What happened to what a tenant sends, for its admins. */
@Controller()
export class SendingConsumer {
  constructor(
    private readonly mailHoldPlaced: MailHoldPlacedHandler,
    private readonly mailTemplatesChanged: MailTemplatesChangedHandler,
  ) {}

  @Consumes(holdPlaced)
  async onHoldPlaced(event: EventOf<typeof holdPlaced>): Promise<void> {
    await this.mailHoldPlaced.execute(event);
  }

  /** Waits for others that come along: they are one mail. */
  @ConsumesBatch(templateChanged, { batch: 100, waitMs: 1_000 })
  async onTemplateChanged(events: EventOf<typeof templateChanged>[]): Promise<void> {
    await this.mailTemplatesChanged.execute(events);
  }
}
