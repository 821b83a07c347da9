import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, holdPlaced } from '#contracts';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { holdPlacedMail } from '../../domain/mail/notice-mails.js';
import { OutletsRepository } from '../../persistence/outlets/outlets.repository.js';
import { MailAdminsHandler } from './mail-admins.handler.js';

/** The admins of a tenant hear by mail that WhatsApp has stopped what they send. */
@Injectable()
export class MailHoldPlacedHandler {
  constructor(
    private readonly mailAdmins: MailAdminsHandler,
    private readonly outlets: OutletsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(event: EventOf<typeof holdPlaced>): Promise<void> {
    const { scope, kind, code, title } = event.data;
    await this.mailAdmins.execute([event], async (_fresh, tx) => {
      const name = await this.#nameOf(tx, event.data);
      const link = publicLink(this.config, kind === 'auth' ? '/outlets' : '/holds');
      return (to, { language }) => holdPlacedMail(to, language, { scope, name, kind, code, title }, link);
    });
  }

  async #nameOf(tx: Transaction, { outletId, template, wabaId }: EventOf<typeof holdPlaced>['data']): Promise<string> {
    const outlet = outletId ? await this.outlets.find(tx, outletId) : undefined;
    return outlet?.name ?? template ?? wabaId ?? '';
  }
}
