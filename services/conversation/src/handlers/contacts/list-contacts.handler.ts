import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { encodeCursor, toPage, type Page } from '#service-kit';
import type { Contact } from '../../domain/contacts/contact.js';
import { normalizePhone } from '../../domain/contacts/identity.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';

@Injectable()
export class ListContactsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactBookRepository,
  ) {}

  /** Newest first. @param before id of the contact at which the page before ended */
  async execute(
    tenantId: string,
    filter: { q?: string; tag?: string; phone?: string },
    before: string | undefined,
    limit: number,
  ): Promise<Page<Contact>> {
    const { phone: given, ...rest } = filter;
    const phone = normalizePhone(given);
    const { rows, walkedTo } = await this.database.forTenant(tenantId, (tx) =>
      this.contacts.list(tx, { ...rest, ...(phone ? { phone } : {}) }, before, limit),
    );
    const listed = toPage(rows, limit, (contact) => [contact.id]);
    return walkedTo ? { ...listed, nextCursor: encodeCursor([walkedTo]) } : listed;
  }
}
