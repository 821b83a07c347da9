import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ContactFacts } from '../../domain/templates/parameters.js';

/** Whose values a template shows. */
export type ContactKey = { id: string } | { phone: string } | { userId: string };

/** Contacts belong to the conversation service; this reads its published view. */
@Injectable()
export class ContactsRepository {
  async find(tx: Transaction, key: ContactKey): Promise<(ContactFacts & { userId: string | null }) | undefined> {
    const [column, value] = 'id' in key ? ['id', key.id] : 'phone' in key ? ['phone', key.phone] : ['user_id', key.userId];
    const [row] = await tx.query<ContactFacts & { userId: string | null }>(
      `select coalesce(alias, name) as name, phone, user_id as "userId", email, language, attributes from conversation.contacts_v1
       where tenant_id = $1 and ${column} = $2`,
      [tx.tenantId, value],
    );
    return row;
  }
}
