import { publishedView } from '#database';

/** What the sender may put into a template about a contact. */
export const contactsView = {
  name: '0030-contacts-view',
  sql: publishedView('conversation', 'contacts_v1', {
    table: 'contacts',
    columns: ['tenant_id', 'id', 'phone', 'user_id', 'name', 'alias', 'email', 'language', 'attributes'],
    readers: ['message_sender'],
  }),
};
