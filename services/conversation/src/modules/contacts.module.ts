import { Module } from '@nestjs/common';
import { AuditModule } from './audit.module.js';
import { LiveModule } from './live.module.js';
import { ThreadsModule } from './threads.module.js';
import { ContactsController } from '../entrypoints/contacts/contacts.controller.js';
import { ChangeContactHandler } from '../handlers/contacts/change-contact.handler.js';
import { CreateContactHandler } from '../handlers/contacts/create-contact.handler.js';
import { GetContactHandler } from '../handlers/contacts/get-contact.handler.js';
import { ListContactsHandler } from '../handlers/contacts/list-contacts.handler.js';
import { MergeContactsHandler } from '../handlers/contacts/merge-contacts.handler.js';
import { ReconcileContact } from '../handlers/contacts/reconcile-contact.step.js';
import { ContactBookRepository } from '../persistence/contacts/contact-book.repository.js';
import { ContactsRepository } from '../persistence/contacts/contacts.repository.js';

/** The customers: the contact book, and which contact a message belongs to. */
@Module({
  imports: [AuditModule, LiveModule, ThreadsModule],
  controllers: [ContactsController],
  providers: [
    ChangeContactHandler,
    CreateContactHandler,
    GetContactHandler,
    ListContactsHandler,
    MergeContactsHandler,
    ReconcileContact,
    ContactBookRepository,
    ContactsRepository,
  ],
  exports: [ContactsRepository, ReconcileContact],
})
export class ContactsModule {}
