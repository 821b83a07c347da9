import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { Contact, ContactFacts } from '../../domain/contacts/contact.js';

/** Of `conversation.contacts k`. */
export const CONTACT = `k.id, k.phone, k.user_id as "userId", k.parent_user_id as "parentUserId", k.name, k.username, k.alias, k.email, k.language,
  k.attributes, k.tags, k.marketing_consent as "marketingConsent", k.consent_at as "consentAt", k.consent_source as "consentSource",
  k.consent_pending_at as "consentPendingAt",
  k.version, k.created_at as "createdAt", k.updated_at as "updatedAt"`;

/** A pattern for whatever holds the text. */
export const likePart = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Contacts that one page looks at. */
const WALK = 5_000;

/** Contacts as people see and change them: customers. A group is the other side of a thread and stands in no list of contacts. */
@Injectable()
export class ContactBookRepository {
  async find(tx: Transaction, id: string): Promise<Contact | undefined> {
    const [row] = await tx.query<Contact>(
      `select ${CONTACT} from conversation.contacts k where k.tenant_id = $1 and k.id = $2 and k.merged_into is null and k.group_id is null`,
      [tx.tenantId, id],
    );
    return row;
  }

  async lock(tx: Transaction, id: string): Promise<Contact | undefined> {
    const [row] = await tx.query<Contact>(
      `select ${CONTACT} from conversation.contacts k where k.tenant_id = $1 and k.id = $2 and k.merged_into is null and k.group_id is null for update`,
      [tx.tenantId, id],
    );
    return row;
  }

  /**
   * Newest first, one more than `limit` where there are more. A page looks at {@link WALK} contacts at most, whatever the filter passes
   * over, so that it may be short, even empty, and yet not be the last: `walkedTo` then is the last one that it looked at.
   */
  async list(
    tx: Transaction,
    filter: { q?: string; tag?: string; phones?: readonly string[]; phoneParts?: readonly string[] },
    before: string | undefined,
    limit: number,
  ): Promise<{ rows: Contact[]; walkedTo: string | undefined }> {
    const values: unknown[] = [tx.tenantId, before ?? null];
    const ofPhone = filter.phones === undefined ? '' : `and k.phone = any($${values.push(filter.phones)}::text[])`;
    const ofWalk = [...values];
    const conditions = ['k.merged_into is null', 'k.group_id is null'];
    const where = (condition: (parameter: string) => string, value: unknown): void => {
      conditions.push(condition(`$${values.push(value)}`));
    };
    // The text depends on which filters are there and on nothing else: constants.
    if (filter.q) {
      const phones = `$${values.push((filter.phoneParts ?? [filter.q]).map(likePart))}`;
      where(
        (p) =>
          `(k.alias ilike ${p} or k.name ilike ${p} or k.username ilike ${p} or k.email ilike ${p} or k.user_id like ${p}
            or k.phone like any(${phones}::text[]))`,
        likePart(filter.q),
      );
    }
    if (filter.tag) where((p) => `exists (select from unnest(k.tags) tag where lower(tag) = lower(${p}))`, filter.tag);
    const walk = `select * from conversation.contacts k where k.tenant_id = $1 and ${idBefore('k.id', '$2')} ${ofPhone} order by k.id desc`;
    // Ends at the last row of the page, however far it may walk.
    const rows = await tx.query<Contact>(
      `select ${CONTACT} from (${walk} limit ${WALK}) k where ${conditions.join(' and ')} order by k.id desc limit $${values.push(limit + 1)}`,
      values,
    );
    if (rows.length > limit) return { rows, walkedTo: undefined };
    const [last] = await tx.query<{ id: string }>(`select k.id from (${walk} offset ${WALK - 1} limit 1) k`, ofWalk);
    return { rows, walkedTo: last?.id };
  }

  async saveFacts(tx: Transaction, id: string, facts: ContactFacts & { consentAt: string | null }): Promise<Contact> {
    const [row] = await tx.query<Contact>(
      `update conversation.contacts k set alias = $3, email = $4, language = $5, attributes = $6, tags = $7, marketing_consent = $8,
         consent_source = $9, consent_at = $10, version = version + 1, updated_at = now(),
         consent_pending_at = case when marketing_consent = $8 then consent_pending_at end,
         consent_asked_at = case when marketing_consent = $8 then consent_asked_at end
       where tenant_id = $1 and id = $2 returning ${CONTACT}`,
      [
        tx.tenantId,
        id,
        facts.alias,
        facts.email,
        facts.language,
        JSON.stringify(facts.attributes),
        facts.tags,
        facts.marketingConsent,
        facts.consentSource,
        facts.consentAt,
      ],
    );
    if (!row) throw new Error('the contact is locked and yet not there');
    return row;
  }

  /** Its conversations, with the inbox that each is in. */
  async threads(tx: Transaction, id: string): Promise<{ conversationId: string; outletId: string }[]> {
    return tx.query(
      `select id as "conversationId", outlet_id as "outletId" from conversation.conversations where tenant_id = $1 and contact_id = $2 order by id`,
      [tx.tenantId, id],
    );
  }
}
