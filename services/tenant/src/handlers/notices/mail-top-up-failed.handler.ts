import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, topUpFailed } from '#contracts';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { topUpFailedMail } from '../../domain/mail/billing-mails.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail that the deposit could not be filled up by itself. */
@Injectable()
export class MailTopUpFailedHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(event: EventOf<typeof topUpFailed>): Promise<void> {
    const link = publicLink(this.config, '/deposit');
    await this.mailAdmins.execute(
      [event],
      async () =>
        (to, { language }) =>
          topUpFailedMail(to, language, event.data, link),
    );
  }
}
