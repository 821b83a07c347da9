import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, webhookEndpointDisabled } from '#contracts';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { webhookEndpointOffMail } from '../../domain/mail/mail.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail that one of its webhook endpoints was switched off. */
@Injectable()
export class MailEndpointOffHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(event: EventOf<typeof webhookEndpointDisabled>): Promise<void> {
    const { host, reason, failingSince, at } = event.data;
    const about = { host, reason, since: failingSince ?? at, link: publicLink(this.config, '/webhook-endpoints') };
    await this.mailAdmins.execute([event], async () => (to) => webhookEndpointOffMail(to, about));
  }
}
