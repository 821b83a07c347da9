import { Module } from '@nestjs/common';
import { AttributesModule } from './attributes.module.js';
import { AuditModule } from './audit.module.js';
import { GroupsModule } from './groups.module.js';
import { ConsentModule } from './consent.module.js';
import { LiveModule } from './live.module.js';
import { SpellingsModule } from './spellings.module.js';
import { ThreadsModule } from './threads.module.js';
import { ContactsController } from '../entrypoints/contacts/contacts.controller.js';
import { ContactCountsJob } from '../entrypoints/contacts/contact-counts.job.js';
import { AbsorbContacts } from '../handlers/contacts/absorb-contacts.step.js';
import { ChangeContactHandler } from '../handlers/contacts/change-contact.handler.js';
import { ContactRoom } from '../handlers/contacts/contact-room.step.js';
import { CreateContactHandler } from '../handlers/contacts/create-contact.handler.js';
import { FindContact } from '../handlers/contacts/find-contact.step.js';
import { FoldContactCountsHandler } from '../handlers/contacts/fold-contact-counts.handler.js';
import { GetContactHandler } from '../handlers/contacts/get-contact.handler.js';
import { LearnSpelling } from '../handlers/contacts/learn-spelling.step.js';
import { ListContactsHandler } from '../handlers/contacts/list-contacts.handler.js';
import { MergeContactsHandler } from '../handlers/contacts/merge-contacts.handler.js';
import { PutConsentHandler } from '../handlers/contacts/put-consent.handler.js';
import { ReconcileContact } from '../handlers/contacts/reconcile-contact.step.js';
import { RecordPreferencesHandler } from '../handlers/contacts/record-preferences.handler.js';
import { SettleSpelling } from '../handlers/contacts/settle-spelling.step.js';
import { ContactBookRepository } from '../persistence/contacts/contact-book.repository.js';
import { ContactCountsRepository } from '../persistence/contacts/contact-counts.repository.js';
import { ContactsRepository } from '../persistence/contacts/contacts.repository.js';

/** The customers: the contact book, and which contact a message belongs to. */
@Module({
  imports: [AttributesModule, AuditModule, ConsentModule, GroupsModule, LiveModule, SpellingsModule, ThreadsModule],
  controllers: [ContactsController],
  providers: [
    ContactCountsJob,
    AbsorbContacts,
    ChangeContactHandler,
    ContactRoom,
    CreateContactHandler,
    FindContact,
    FoldContactCountsHandler,
    GetContactHandler,
    LearnSpelling,
    ListContactsHandler,
    MergeContactsHandler,
    PutConsentHandler,
    ReconcileContact,
    RecordPreferencesHandler,
    SettleSpelling,
    ContactBookRepository,
    ContactCountsRepository,
    ContactsRepository,
  ],
  exports: [
    ContactRoom,
    ContactsRepository,
    LearnSpelling,
    ReconcileContact,
    RecordPreferencesHandler,
    SettleSpelling,
    ContactBookRepository,
  ],
})
export class ContactsModule {}
