import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, quotaWarned } from '#contracts';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { quotaWarnedMail } from '../../domain/mail/billing-mails.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail that a limit of its plan is near or met. */
@Injectable()
export class MailQuotaWarnedHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param events of one tenant; what comes together is one mail */
  async execute(events: readonly EventOf<typeof quotaWarned>[]): Promise<void> {
    const link = publicLink(this.config, '/plan');
    await this.mailAdmins.execute(events, async (fresh) => {
      const warnings = fresh.map(({ data }) => data);
      return (to, { language }) => quotaWarnedMail(to, language, warnings, link);
    });
  }
}
