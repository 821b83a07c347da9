import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { mailLanguage, timeZoneOf } from '../../domain/company/company-settings.js';
import { deletionMail } from '../../domain/company/deletion-mails.js';
import { CompanyAccountsRepository } from '../../persistence/company/company-accounts.repository.js';
import type { Tenant } from '../../persistence/directory/tenants.repository.js';
import { MailQueue } from '../mail/mail-queue.step.js';

/** Mails to all owners of a company about its end, in the transaction of what they tell. */
@Injectable()
export class TellOwners {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: CompanyAccountsRepository,
    private readonly mails: MailQueue,
  ) {}

  async execute(system: Transaction, kind: Parameters<typeof deletionMail>[0], tenant: Tenant, dueAt: Date): Promise<void> {
    const facts = { company: tenant.name, dueAt, link: publicLink(this.config, '/settings'), timeZone: timeZoneOf(tenant.settings) };
    for (const { email } of await this.accounts.owners(system, tenant.id)) {
      await this.mails.put(system, deletionMail(kind, email, mailLanguage(tenant.settings), facts));
    }
  }
}
