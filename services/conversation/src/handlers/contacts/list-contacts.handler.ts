import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { encodeCursor, toPage, type Page } from '#service-kit';
import type { Contact } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';
import { FindPhones } from '../spellings/find-phones.step.js';

@Injectable()
export class ListContactsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactBookRepository,
    private readonly findPhones: FindPhones,
  ) {}

  /** Newest first. @param before id of the contact at which the page before ended */
  async execute(
    tenantId: string,
    filter: { q?: string; tag?: string; phone?: string },
    before: string | undefined,
    limit: number,
  ): Promise<Page<Contact>> {
    const { phone: given, ...rest } = filter;
    const { rows, walkedTo } = await this.database.forTenant(tenantId, async (tx) => {
      const phones = given ? { phones: await this.findPhones.whole(tx, given) } : {};
      const parts = rest.q ? { phoneParts: await this.findPhones.parts(tx, rest.q) } : {};
      return this.contacts.list(tx, { ...rest, ...phones, ...parts }, before, limit);
    });
    const listed = toPage(rows, limit, (contact) => [contact.id]);
    return walkedTo ? { ...listed, nextCursor: encodeCursor([walkedTo]) } : listed;
  }
}
