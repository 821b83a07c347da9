import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, invoiceDue } from '#contracts';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { invoiceDueMail } from '../../domain/mail/billing-mails.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail of an invoice that is to be paid. */
@Injectable()
export class MailInvoiceDueHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(event: EventOf<typeof invoiceDue>): Promise<void> {
    const link = publicLink(this.config, '/invoices');
    await this.mailAdmins.execute(
      [event],
      async () =>
        (to, { language }) =>
          invoiceDueMail(to, language, event.data, link),
    );
  }
}
