import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, templateChanged } from '#contracts';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { isNews, templatesChangedMail } from '../../domain/mail/notice-mails.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail that a template of theirs is sent no longer, or costs something else. */
@Injectable()
export class MailTemplatesChangedHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param events of one tenant; what comes together is one mail, since WhatsApp moves the templates of an account all at once */
  async execute(events: readonly EventOf<typeof templateChanged>[]): Promise<void> {
    const news = events.filter(({ data }) => isNews(data));
    if (news.length === 0) return;
    const link = publicLink(this.config, '/templates');
    await this.mailAdmins.execute(news, async (fresh) => (to, { language, timeZone }) => {
      const changes = fresh.map(({ data }) => data);
      return templatesChangedMail(to, language, changes, { link, timeZone });
    });
  }
}
