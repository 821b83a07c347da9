import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Consent, Contact, ContactFacts } from '../../domain/contacts/contact.js';
import { CONTACT } from '../contacts/contact-book.repository.js';

type Facts = Pick<ContactFacts, 'alias' | 'email' | 'language' | 'attributes' | 'tags'>;

/** What undoing needs of a contact before an import. */
export type BeforeImport = Facts & Pick<Contact, 'marketingConsent' | 'consentSource' | 'consentAt'>;

/** Contacts by sets: a batch of a file is a few statements, however many rows it has. */
@Injectable()
export class ImportedContactsRepository {
  /** Customers by their numbers, locked in the order of their ids. */
  async lockByPhones(tx: Transaction, phones: readonly string[]): Promise<Contact[]> {
    return tx.query(
      `select ${CONTACT} from conversation.contacts k where k.tenant_id = $1 and k.phone = any($2::text[]) and k.merged_into is null and k.group_id is null
       order by k.id for update`,
      [tx.tenantId, phones],
    );
  }

  /** To which account these numbers lead, where it is another number. */
  async accounts(tx: Transaction, phones: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ phone: string; waId: string }>(
      `select phone, wa_id as "waId" from conversation.contact_spellings where tenant_id = $1 and phone = any($2::text[])`,
      [tx.tenantId, phones],
    );
    return new Map(rows.map(({ phone, waId }) => [phone, waId]));
  }

  async insert(tx: Transaction, contacts: readonly (Facts & { id: string; phone: string })[]): Promise<Contact[]> {
    if (contacts.length === 0) return [];
    return tx.query(
      `insert into conversation.contacts as k (tenant_id, id, phone, alias, email, language, attributes, tags)
       select $1, r.id, r.phone, r.alias, r.email, r.language, r.attributes, r.tags
       from jsonb_to_recordset($2::jsonb) as r (id uuid, phone text, alias text, email text, language text, attributes jsonb, tags text[])
       returning ${CONTACT}`,
      [tx.tenantId, JSON.stringify(contacts)],
    );
  }

  async update(tx: Transaction, contacts: readonly (Facts & { id: string })[]): Promise<Contact[]> {
    if (contacts.length === 0) return [];
    return tx.query(
      `update conversation.contacts k set alias = r.alias, email = r.email, language = r.language, attributes = r.attributes, tags = r.tags,
         version = k.version + 1, updated_at = now()
       from jsonb_to_recordset($2::jsonb) as r (id uuid, alias text, email text, language text, attributes jsonb, tags text[])
       where k.tenant_id = $1 and k.id = r.id returning ${CONTACT}`,
      [tx.tenantId, JSON.stringify(contacts)],
    );
  }

  /**
   * Records a consent of all of them, with its proof. Nobody who has refused is made to agree, and nobody's newer word is overruled.
   *
   * @returns those of whom it is news
   */
  async consent(
    tx: Transaction,
    ids: readonly string[],
    given: { state: Exclude<Consent, 'unknown'>; source: string | null; at: string; byId: string },
  ): Promise<Contact[]> {
    if (ids.length === 0) return [];
    return tx.query(
      `with told as (
         update conversation.contacts k set marketing_consent = $3, consent_source = $4, consent_at = $5, consent_pending_at = null,
           consent_asked_at = null, version = version + 1, updated_at = now()
         where k.tenant_id = $1 and k.id = any($2::uuid[]) and k.marketing_consent <> $3 and ($3 = 'denied' or k.marketing_consent = 'unknown')
           and coalesce(k.consent_at, '-infinity') <= $5::timestamptz
         returning ${CONTACT}
       ), proof as (
         insert into conversation.consents (tenant_id, id, contact_id, state, source, by_id, at)
         select $1, gen_random_uuid(), told.id, $3, $4, $6, $5 from told
       )
       select * from told`,
      [tx.tenantId, ids, given.state, given.source, given.at, given.byId],
    );
  }

  /** What undoing needs; of a contact that the import meets again what was before it met it first. */
  async remember(tx: Transaction, importId: string, contacts: readonly { id: string; before: BeforeImport | null }[]): Promise<void> {
    if (contacts.length === 0) return;
    await tx.execute(
      `insert into conversation.contact_import_changes as c (tenant_id, import_id, contact_id, before, version)
       select $1, $2, k.id, r.before, k.version
       from jsonb_to_recordset($3::jsonb) as r (id uuid, before jsonb)
       join conversation.contacts k on k.tenant_id = $1 and k.id = r.id
       on conflict (tenant_id, import_id, contact_id) do update set version = excluded.version`,
      [tx.tenantId, importId, JSON.stringify(contacts)],
    );
  }

  /** The next contacts of an import that are to be undone. */
  async changes(tx: Transaction, importId: string, limit: number): Promise<{ contactId: string; before: BeforeImport | null }[]> {
    return tx.query(
      `select contact_id as "contactId", before from conversation.contact_import_changes where tenant_id = $1 and import_id = $2
       order by contact_id limit $3`,
      [tx.tenantId, importId, limit],
    );
  }

  /** Deletes contacts that an import made, unless anything has happened to them since. @returns how many */
  async deleteUntouched(tx: Transaction, importId: string, ids: readonly string[]): Promise<number> {
    return tx.execute(
      `delete from conversation.contacts k using conversation.contact_import_changes c
       where k.tenant_id = $1 and k.id = any($3::uuid[]) and c.tenant_id = $1 and c.import_id = $2 and c.contact_id = k.id and k.version = c.version
         and not exists (select from conversation.conversations t where t.tenant_id = $1 and t.contact_id = k.id)
         and not exists (select from conversation.contacts m where m.tenant_id = $1 and m.merged_into = k.id)
         and not exists (select from conversation.group_participants g where g.tenant_id = $1 and g.contact_id = k.id)`,
      [tx.tenantId, importId, ids],
    );
  }

  /** Gives contacts back what was known of them, unless anybody has changed it since. @returns them as they are now */
  async restore(tx: Transaction, importId: string, contacts: readonly { id: string; before: BeforeImport }[]): Promise<Contact[]> {
    if (contacts.length === 0) return [];
    return tx.query(
      `update conversation.contacts k set alias = r.before ->> 'alias', email = r.before ->> 'email', language = r.before ->> 'language',
         attributes = r.before -> 'attributes', tags = array(select jsonb_array_elements_text(r.before -> 'tags')),
         marketing_consent = r.before ->> 'marketingConsent', consent_source = r.before ->> 'consentSource',
         consent_at = (r.before ->> 'consentAt')::timestamptz, version = k.version + 1, updated_at = now()
       from jsonb_to_recordset($3::jsonb) as r (id uuid, before jsonb), conversation.contact_import_changes c
       where k.tenant_id = $1 and k.id = r.id and c.tenant_id = $1 and c.import_id = $2 and c.contact_id = k.id and c.version = k.version
       returning ${CONTACT}`,
      [tx.tenantId, importId, JSON.stringify(contacts)],
    );
  }

  async forgetChanges(tx: Transaction, importId: string, ids: readonly string[]): Promise<void> {
    await tx.execute(
      `delete from conversation.contact_import_changes where tenant_id = $1 and import_id = $2 and contact_id = any($3::uuid[])`,
      [tx.tenantId, importId, ids],
    );
  }
}
