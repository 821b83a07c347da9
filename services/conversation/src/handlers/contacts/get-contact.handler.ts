import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Contact } from '../../domain/contacts/contact.js';
import { ContactBookRepository } from '../../persistence/contacts/contact-book.repository.js';

@Injectable()
export class GetContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactBookRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<Contact> {
    const contact = await this.database.forTenant(tenantId, (tx) => this.contacts.find(tx, id));
    if (!contact) throw Problem.notFound('contact');
    return contact;
  }
}
