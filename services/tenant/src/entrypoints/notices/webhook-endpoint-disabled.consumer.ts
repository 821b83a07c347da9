import { Controller } from '@nestjs/common';
import { webhookEndpointDisabled, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { MailEndpointOffHandler } from '../../handlers/notices/mail-endpoint-off.handler.js';

@Controller()
export class WebhookEndpointDisabledConsumer {
  constructor(private readonly mailEndpointOff: MailEndpointOffHandler) {}

  @Consumes(webhookEndpointDisabled)
  async onWebhookEndpointDisabled(event: EventOf<typeof webhookEndpointDisabled>): Promise<void> {
    await this.mailEndpointOff.execute(event);
  }
}
