import { Injectable } from '@nestjs/common';
import type { Owner } from '#contracts';
import { columnsOf, idBefore, type Transaction } from '#database';
import { BY_CUSTOMER, MAX_CONSENTS, type SaidConsent } from '../../domain/consent/consent.js';
import type { Consent, Contact } from '../../domain/contacts/contact.js';
import { CONTACT } from '../contacts/contact-book.repository.js';
import { ConsentRow } from './consent.entity.js';

export interface NewConsent extends SaidConsent {
  contactId: string;
}

/** How the thread stood when something about promotions was said in it. */
export interface ThreadConsent {
  conversationId: string;
  contactId: string;
  consent: Consent;
  pendingAt: string | null;
  askedAt: string | null;
  /** Of the contact, where somebody has set it (BCP 47). */
  language: string | null;
  /** The newest that left for the customer: a template, unless it is known to be none of marketing. */
  lastWasMarketing: boolean;
}

type Settled = Pick<NewConsent, 'contactId' | 'source' | 'at'> & { state: Consent };

export interface SettledContact extends Contact {
  before: Consent;
  wasPending: boolean;
}

/** So far back the last message to the customer is looked for. */
const LOOK_BACK = 50;

@Injectable()
export class ConsentsRepository {
  async ofThreads(tx: Transaction, threads: readonly { conversationId: string; contactId: string }[]): Promise<ThreadConsent[]> {
    return tx.query<ThreadConsent>(
      `select g.conversation_id as "conversationId", g.contact_id as "contactId", coalesce(k.marketing_consent, 'unknown') as consent, k.language,
         k.consent_pending_at as "pendingAt", k.consent_asked_at as "askedAt",
         coalesce(m.type = 'template' and coalesce(upper(m.content -> 'template' ->> 'category'), 'MARKETING') = 'MARKETING', false) as "lastWasMarketing"
       from unnest($2::uuid[], $3::uuid[]) as g (conversation_id, contact_id)
       left join lateral (
         select marketing_consent, language, consent_pending_at, consent_asked_at from conversation.contacts where tenant_id = $1 and id = g.contact_id limit 1) k on true
       left join lateral (
         select n.type, n.content from (
           select seq, direction, type, content from conversation.messages
           where tenant_id = $1 and conversation_id = g.conversation_id order by seq desc limit ${LOOK_BACK}) n
         where n.direction = 'outbound' order by n.seq desc limit 1) m on true`,
      [tx.tenantId, threads.map(({ conversationId }) => conversationId), threads.map(({ contactId }) => contactId)],
    );
  }

  /**
   * What counts of a contact from now on; something newer that was said stays, unless the customer themselves refuses in WhatsApp: whatever a
   * program wrote down meanwhile, they get no more. An opt-in that waited to be confirmed is answered by it.
   *
   * @returns the contact as it is now and what counted before, if anything is another
   */
  async settle(tx: Transaction, { contactId, state, source, at }: Settled): Promise<SettledContact | undefined> {
    const [changed] = await tx.query<SettledContact>(
      `with known as (
         select id, marketing_consent as before, consent_pending_at is not null as was_pending from conversation.contacts
         where tenant_id = $1 and id = $2 and merged_into is null
           and (coalesce(consent_at, '-infinity') <= $5::timestamptz or ($6 and coalesce(consent_source <> all($7::text[]), true)))
           and (marketing_consent <> $3 or consent_source is distinct from $4 or consent_pending_at is not null)
         for update
       )
       update conversation.contacts k set marketing_consent = $3, consent_source = $4, consent_at = greatest(consent_at, $5), consent_pending_at = null,
         consent_asked_at = null, version = version + 1, updated_at = now()
       from known where k.tenant_id = $1 and k.id = known.id
       returning known.before, known.was_pending as "wasPending", ${CONTACT}`,
      [tx.tenantId, contactId, state, source, at, state === 'denied' && BY_CUSTOMER.includes(source ?? ''), BY_CUSTOMER],
    );
    return changed;
  }

  /** An opt-in waits to be confirmed; asked anew where it waits already. @returns the contact, unless it agrees already */
  async beginPending(tx: Transaction, contactId: string, at: string): Promise<Contact | undefined> {
    const [row] = await tx.query<Contact>(
      `update conversation.contacts k set consent_pending_at = $3, consent_asked_at = null, version = version + 1, updated_at = now()
       where k.tenant_id = $1 and k.id = $2 and k.merged_into is null and k.marketing_consent <> 'granted' returning ${CONTACT}`,
      [tx.tenantId, contactId, at],
    );
    return row;
  }

  /** Of two who would ask one does. @returns whether it is this one */
  async markAsked(tx: Transaction, contactId: string, at: string): Promise<boolean> {
    const asked = await tx.execute(
      `update conversation.contacts set consent_asked_at = $3
       where tenant_id = $1 and id = $2 and consent_pending_at is not null and consent_asked_at is null`,
      [tx.tenantId, contactId, at],
    );
    return asked === 1;
  }

  /** Those of the contacts whose opt-in waits and who have not been asked to confirm it. */
  async unasked(tx: Transaction, contactIds: readonly string[]): Promise<{ contactId: string; language: string | null }[]> {
    return tx.query(
      `select id as "contactId", language from conversation.contacts
       where tenant_id = $1 and id = any($2::uuid[]) and consent_pending_at is not null and consent_asked_at is null`,
      [tx.tenantId, contactIds],
    );
  }

  /** The thread of the contact in which something may be said now, locked; the one whose window is open longest. */
  async lockOpenThread(tx: Transaction, contactId: string): Promise<{ conversationId: string; outletId: string } | undefined> {
    const [row] = await tx.query<{ conversationId: string; outletId: string }>(
      `select id as "conversationId", outlet_id as "outletId" from conversation.conversations
       where tenant_id = $1 and contact_id = $2 and window_expires_at > now() + interval '1 minute'
       order by window_expires_at desc limit 1 for update`,
      [tx.tenantId, contactId],
    );
    return row;
  }

  /** Keeps the newest {@link MAX_CONSENTS} of the contact. */
  async insert(tx: Transaction, consent: NewConsent): Promise<void> {
    await tx.execute(
      `with old as (
         select id from conversation.consents where tenant_id = $1 and contact_id = $3 order by id desc offset ${MAX_CONSENTS - 1}
       ), gone as (
         delete from conversation.consents c using old where c.tenant_id = $1 and c.id = old.id
       )
       insert into conversation.consents (tenant_id, id, contact_id, state, source, wording, message_id, by_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        tx.tenantId,
        consent.id,
        consent.contactId,
        consent.state,
        consent.source,
        consent.wording,
        consent.messageId,
        consent.byId,
        consent.at,
      ],
    );
  }

  /** Newest first. */
  async list(tx: Transaction, contactId: string, beforeId: string | undefined, limit: number): Promise<SaidConsent[]> {
    return tx.query<SaidConsent>(
      `select ${columnsOf(ConsentRow, 'c')} from conversation.consents c
       where c.tenant_id = $1 and c.contact_id = $2 and ${idBefore('c.id', '$3')} order by c.id desc limit $4`,
      [tx.tenantId, contactId, beforeId ?? null, limit],
    );
  }

  /** What counted before the setting in WhatsApp did. */
  async beforeSource(tx: Transaction, contactId: string, source: string): Promise<Consent> {
    const [row] = await tx.query<{ state: Consent }>(
      `select state from conversation.consents where tenant_id = $1 and contact_id = $2 and source is distinct from $3 and state <> 'pending'
       order by id desc limit 1`,
      [tx.tenantId, contactId, source],
    );
    return row?.state ?? 'unknown';
  }

  async isContact(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(`select from conversation.contacts where tenant_id = $1 and id = $2 and merged_into is null limit 1`, [
      tx.tenantId,
      id,
    ]);
    return rows.length > 0;
  }

  /** @returns since when the contact refuses promotions */
  async refusedAt(tx: Transaction, contactId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ at: string }>(
      `select coalesce(consent_at, updated_at) as at from conversation.contacts
       where tenant_id = $1 and id = $2 and marketing_consent = 'denied'`,
      [tx.tenantId, contactId],
    );
    return row?.at;
  }

  async isRefused(tx: Transaction, contactId: string): Promise<boolean> {
    const rows = await tx.query(
      `select from conversation.contacts where tenant_id = $1 and id = $2 and marketing_consent = 'denied' limit 1`,
      [tx.tenantId, contactId],
    );
    return rows.length > 0;
  }

  /** Whom messages went to. */
  async ofMessages(
    tx: Transaction,
    messageIds: readonly string[],
  ): Promise<{ messageId: string; contactId: string; conversationId: string; outletId: string }[]> {
    return tx.query(
      `select m.id as "messageId", c.contact_id as "contactId", c.id as "conversationId", c.outlet_id as "outletId"
       from conversation.messages m join conversation.conversations c on c.tenant_id = $1 and c.id = m.conversation_id
       where m.tenant_id = $1 and m.id = any($2::uuid[]) order by m.id`,
      [tx.tenantId, messageIds],
    );
  }

  /** Whose the thread of a customer is, and who speaks in it; undefined of a group's. */
  async placeOf(tx: Transaction, conversationId: string): Promise<{ conversationId: string; contactId: string; owner: Owner } | undefined> {
    const [row] = await tx.query<{ conversationId: string; contactId: string; owner: Owner }>(
      `select c.id as "conversationId", c.contact_id as "contactId", c.owner
       from conversation.conversations c join conversation.contacts k on k.tenant_id = $1 and k.id = c.contact_id
       where c.tenant_id = $1 and c.id = $2 and k.group_id is null`,
      [tx.tenantId, conversationId],
    );
    return row;
  }

  /** What was said, and an opt-in that waits to be confirmed, are the other contact's. */
  async moveToContact(tx: Transaction, fromId: string, toId: string): Promise<void> {
    await tx.execute(
      `update conversation.contacts k set consent_pending_at = g.consent_pending_at, consent_asked_at = g.consent_asked_at
       from conversation.contacts g
       where k.tenant_id = $1 and k.id = $3 and k.consent_pending_at is null and k.marketing_consent <> 'granted'
         and g.tenant_id = $1 and g.id = $2 and g.consent_pending_at is not null`,
      [tx.tenantId, fromId, toId],
    );
    await tx.execute(`update conversation.consents set contact_id = $3 where tenant_id = $1 and contact_id = $2`, [
      tx.tenantId,
      fromId,
      toId,
    ]);
  }

  /** What was said is answered by what the system said to it; a question that waits besides goes on waiting. */
  async answered(tx: Transaction, conversationId: string, seq: number): Promise<void> {
    await tx.execute(
      `update conversation.conversations c set unanswered_from_seq = $3 + 1
       where c.tenant_id = $1 and c.id = $2 and c.unanswered_from_seq <= $3 and not exists (
         select from conversation.messages m
         where m.tenant_id = $1 and m.conversation_id = $2 and m.seq >= c.unanswered_from_seq and m.seq < $3 and m.author = 'customer')`,
      [tx.tenantId, conversationId, seq],
    );
  }
}
