import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { spellingKey } from '../../domain/contacts/spelling.js';
import type { Identity, KnownContact } from '../../domain/contacts/identity.js';
import { ContactRow } from './contact.entity.js';

const COLUMNS = columnsOf(ContactRow, undefined, ['id', 'phone', 'userId', 'parentUserId', 'name', 'username']);

@Injectable()
export class ContactsRepository {
  /** Until the end of the transaction, nobody else decides whose these identifiers are, or a likely spelling of one. */
  async lockIdentity(tx: Transaction, { phones, userId }: { phones: readonly string[]; userId?: string | undefined }): Promise<void> {
    const keys = [...phones.map((phone) => `phone:${spellingKey(phone)}`), ...(userId ? [`user:${userId}`] : [])];
    await tx.execute(
      // Taken in the order of the keys, so that two transactions do not wait for each other.
      `select pg_advisory_xact_lock(key) from (
         select distinct hashtextextended($1::text || k, 0) as key from unnest($2::text[]) k order by key) keys`,
      [tx.tenantId, keys],
    );
  }

  /** The contacts that hold one of the identifiers, locked. */
  async findByIdentity(tx: Transaction, identity: Identity): Promise<KnownContact[]> {
    return tx.query<KnownContact>(
      `select ${COLUMNS} from conversation.contacts
       where tenant_id = $1 and id = any(array(
           select id from conversation.contacts where tenant_id = $1 and phone = $2
           union
           select id from conversation.contacts where tenant_id = $1 and user_id = $3))
         and (phone = $2 or user_id = $3) is true
       order by id for update`,
      [tx.tenantId, identity.phone ?? null, identity.userId ?? null],
    );
  }

  /** Those that have one of these numbers, locked. */
  async findByPhones(tx: Transaction, phones: readonly string[]): Promise<KnownContact[]> {
    return tx.query<KnownContact>(
      `select ${COLUMNS} from conversation.contacts where tenant_id = $1 and phone = any($2::text[]) order by id for update`,
      [tx.tenantId, phones],
    );
  }

  async ofPhone(tx: Transaction, phone: string): Promise<KnownContact | undefined> {
    const [contact] = await tx.query<KnownContact>(`select ${COLUMNS} from conversation.contacts where tenant_id = $1 and phone = $2`, [
      tx.tenantId,
      phone,
    ]);
    return contact;
  }

  /** Whether a message of theirs has come: WhatsApp itself has named them. */
  async hasWritten(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select from conversation.conversations where tenant_id = $1 and contact_id = $2 and last_inbound_at is not null limit 1`,
      [tx.tenantId, id],
    );
    return rows.length > 0;
  }

  async setPhone(tx: Transaction, id: string, phone: string): Promise<void> {
    await tx.execute(`update conversation.contacts set phone = $3 where tenant_id = $1 and id = $2`, [tx.tenantId, id, phone]);
  }

  /** A customer; a group is none. */
  async lock(tx: Transaction, id: string): Promise<KnownContact | undefined> {
    const [contact] = await tx.query<KnownContact>(
      `select ${COLUMNS} from conversation.contacts where tenant_id = $1 and id = $2 and merged_into is null and group_id is null for update`,
      [tx.tenantId, id],
    );
    return contact;
  }

  async insert(tx: Transaction, contact: KnownContact): Promise<void> {
    await tx.execute(
      `insert into conversation.contacts (tenant_id, id, phone, user_id, parent_user_id, name, username) values ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.tenantId, contact.id, contact.phone, contact.userId, contact.parentUserId, contact.name, contact.username],
    );
  }

  async update(tx: Transaction, contact: KnownContact): Promise<void> {
    await tx.execute(
      `update conversation.contacts set phone = $3, user_id = $4, parent_user_id = $5, name = $6, username = $7 where tenant_id = $1 and id = $2`,
      [tx.tenantId, contact.id, contact.phone, contact.userId, contact.parentUserId, contact.name, contact.username],
    );
  }

  async losePhone(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`update conversation.contacts set phone = null where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }

  /** Leaves of a contact only the way to the one it was merged into. */
  async mergeInto(tx: Transaction, id: string, into: string): Promise<void> {
    await tx.execute(`update conversation.contacts set phone = null, user_id = null, merged_into = $3 where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
      into,
    ]);
  }
}
