import { Injectable } from '@nestjs/common';
import type { EventEnvelope } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import type { MailLanguage } from '../../domain/company/deletion-mails.js';
import { mailLanguage, timeZoneOf } from '../../domain/company/company-settings.js';
import type { Mail } from '../../domain/mail/mail.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { MailQueue } from '../mail/mail-queue.step.js';

/** How a company is written to. */
export interface Company {
  language: MailLanguage;
  timeZone: string;
}

/** What other services have to say to the admins of a tenant: one mail each, however often the events come. */
@Injectable()
export class MailAdminsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly mails: MailQueue,
  ) {}

  /**
   * @param events of one tenant
   * @param write given those events that nobody has had a mail of: says how their one mail to an address reads
   */
  async execute<E extends EventEnvelope>(
    events: readonly E[],
    write: (fresh: readonly E[], tx: Transaction) => Promise<(to: string, company: Company) => Mail>,
  ): Promise<void> {
    const { tenantId } = events[0]!;
    const { admins, tenant } = await this.database.forSystem(async (system) => ({
      admins: await this.users.adminEmails(system, tenantId),
      tenant: await this.tenants.find(system, tenantId),
    }));
    await this.database.forTenant(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      // A company that has ended is told nothing any more.
      if (!tenant || fresh.length === 0) return;
      const mailTo = await write(fresh, tx);
      const company = { language: mailLanguage(tenant.settings), timeZone: timeZoneOf(tenant.settings) };
      for (const to of admins) await this.mails.put(tx, mailTo(to, company));
    });
  }
}
