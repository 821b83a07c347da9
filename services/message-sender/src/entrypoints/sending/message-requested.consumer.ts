import { Controller } from '@nestjs/common';
import { campaignMessageRequested, orderMessageRequested, type EventOf } from '#contracts';
import { ConsumesBatch } from '#messaging';
import { SubmitRequestedHandler } from '../../handlers/sending/submit-requested.handler.js';

/** What other services want to send. A batch is never empty and of one tenant. */
@Controller()
export class MessageRequestedConsumer {
  constructor(private readonly submit: SubmitRequestedHandler) {}

  @ConsumesBatch(campaignMessageRequested, { batch: 100, waitMs: 0 })
  async onCampaignMessageRequested(events: EventOf<typeof campaignMessageRequested>[]): Promise<void> {
    await this.submit.execute(events.map((event) => ({ ...event, requester: 'engagement' })));
  }

  @ConsumesBatch(orderMessageRequested, { batch: 100, waitMs: 0 })
  async onOrderMessageRequested(events: EventOf<typeof orderMessageRequested>[]): Promise<void> {
    await this.submit.execute(events.map((event) => ({ ...event, requester: 'commerce' })));
  }
}
