import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import {
  contactErasureRequested,
  conversationAudited,
  messageRecorded,
  ownerChanged,
  replyRequested,
  surveyChanged,
  type EventEnvelope,
  type EventOf,
} from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { EVENT_AGE_MS, Outbox } from '#messaging';
import { Problem, type Actor } from '#service-kit';
import { normalizePhone, type KnownContact } from '../../domain/contacts/identity.js';
import type { Erasure } from '../../domain/privacy/erasure.js';
import type { StoredThread } from '../../domain/threads/conversation.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { ErasedRefusalsRepository } from '../../persistence/consent/erased-refusals.repository.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';
import { GroupsRepository } from '../../persistence/groups/groups.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { ErasedIdentitiesRepository } from '../../persistence/privacy/erased-identities.repository.js';
import { ErasuresRepository } from '../../persistence/privacy/erasures.repository.js';
import { SearchRepository } from '../../persistence/search/search.repository.js';
import { Audit } from '../audit/audit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { ForgetWords } from '../search/forget-words.step.js';

const OWN_SERVICE = 'conversation';

/**
 * A customer is to be forgotten. One transaction takes everything out of this schema and asks the others by an event; their answers make
 * the receipt complete.
 *
 * That they refused promotions is kept, as hashes that nobody can read: whoever writes to them again must not begin anew. So is who they
 * are, for a time: what a program wrote to them before, and message-sender queues before it knows of the erasure, must not bring them back.
 *
 * The contact and its conversations are locked first. A message that is being recorded has the conversation, or waits for it: it goes
 * too, or finds nobody and makes a new contact.
 */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly contacts: ContactsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly erasures: ErasuresRepository,
    private readonly consents: ConsentsRepository,
    private readonly refusals: ErasedRefusalsRepository,
    private readonly identities: ErasedIdentitiesRepository,
    private readonly spellings: SpellingsRepository,
    private readonly groups: GroupsRepository,
    private readonly search: SearchRepository,
    private readonly words: ForgetWords,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
    private readonly audit: Audit,
  ) {}

  /** The same contact again gets the same receipt. @throws {Problem} not_found */
  async execute(tenantId: string, contactId: string, by: Actor): Promise<Erasure> {
    return this.database.forTenant(tenantId, async (tx) => {
      const earlier = await this.erasures.ofContact(tx, contactId);
      if (earlier) return earlier;
      const contact = await this.contacts.lock(tx, contactId);
      // The previous holder of the lock may have erased it.
      if (!contact) {
        const meanwhile = await this.erasures.ofContact(tx, contactId);
        if (meanwhile) return meanwhile;
        throw Problem.notFound('contact');
      }
      const contactIds = await this.erasures.withMerged(tx, contactId);
      const threads = await this.conversations.lockOfContacts(tx, contactIds);
      const conversationIds = threads.map((thread) => thread.id);
      const inGroups = await this.groups.lockThreadsOf(tx, contactIds);
      const groupConversationIds = inGroups.map(({ conversationId }) => conversationId);
      const everyId = [...conversationIds, ...(await this.erasures.takeMergedAway(tx, conversationIds))];
      const identities = await this.#identities(tx, contact, contactIds, { conversationIds, groupConversationIds });
      const refusedAt = await this.consents.refusedAt(tx, contactId);
      const id = v7();
      if (refusedAt !== undefined) await this.refusals.remember(tx, identities, refusedAt, id);
      const counts = await this.#erase(tx, contactIds, threads, everyId, groupConversationIds);
      for (const thread of inGroups) this.live.append(tx, { ...thread, kind: 'conversation' });
      await this.erasures.deleteParkedChanges(tx, identities.phones, identities.userIds);

      const now = new Date();
      const at = now.toISOString();
      await this.identities.remember(tx, identities, at);
      await this.erasures.insert(tx, { id, contactId, requestedBy: by.id, at }, [OWN_SERVICE, ...contactErasureRequested.consumers]);
      const until = new Date(now.getTime() + EVENT_AGE_MS).toISOString();
      const residuals = [{ where: 'event streams (NATS JetStream)', until }];
      await this.erasures.record(tx, id, { service: OWN_SERVICE, at, counts, residuals });
      this.outbox.append(tx, contactErasureRequested, {
        erasureId: id,
        ...identities,
        conversationIds: everyId,
        ...(groupConversationIds.length > 0 ? { groupConversationIds } : {}),
        contactIds: [...contactIds],
      });
      this.audit.append(tx, by, 'erasure_requested', { type: 'contact', id: contactId }, null, { erasureId: id });
      return (await this.erasures.find(tx, id))!;
    });
  }

  /** @param everyId of these conversations and of those that went into them @param groupIds threads of groups in which the customer wrote */
  async #erase(
    tx: Transaction,
    contactIds: readonly string[],
    threads: readonly StoredThread[],
    everyId: readonly string[],
    groupIds: readonly string[],
  ): Promise<Record<string, number>> {
    const conversationIds = threads.map((thread) => thread.id);
    await this.search.hold(tx);
    const inGroups = await this.groups.forget(tx, groupIds, contactIds);
    const messages = [...(await this.erasures.deleteMessages(tx, conversationIds)), ...inGroups];
    await this.words.of(tx, messages);
    const messageIds = messages.map(({ id }) => id);
    await this.erasures.deleteOfMessages(tx, messageIds);
    const { notes, labels, conversations } = await this.erasures.deleteConversations(tx, conversationIds);
    const contacts = await this.erasures.deleteContacts(tx, contactIds);
    const own = await this.outbox.redact(tx, [...everyId, ...contactIds], withoutWords);
    const ofGroups = new Set(inGroups.map(({ id }) => id));
    const events = own + (await this.outbox.redact(tx, groupIds, (told, isPublished) => withoutSaid(told, isPublished, ofGroups)));
    // Merged into nothing: it is gone.
    for (const { id, outletId } of threads) this.live.append(tx, { outletId, conversationId: id, kind: 'merged' });
    return { messages: messageIds.length, notes, labels, conversations, contacts, events };
  }

  /** Everything under which the customer was known. A number that has passed to somebody else is theirs now, and names them. */
  async #identities(
    tx: Transaction,
    contact: KnownContact,
    contactIds: readonly string[],
    threads: { conversationIds: readonly string[]; groupConversationIds: readonly string[] },
  ): Promise<{ phones: string[]; userIds: string[] }> {
    const seen = [
      contact,
      ...(await this.erasures.senders(tx, threads.conversationIds)),
      ...(await this.groups.senders(tx, threads.groupConversationIds, contactIds)),
    ];
    const distinct = (values: (string | null | undefined)[]): string[] => [...new Set(values.filter((value) => !!value))] as string[];
    const phones = distinct(seen.map(({ phone }) => normalizePhone(phone ?? undefined)));
    const userIds = distinct(seen.map(({ userId }) => userId));
    phones.push(...(await this.spellings.take(tx, await this.#own(tx, contactIds, phones))).filter((phone) => !phones.includes(phone)));
    const others = await this.erasures.heldByOthers(tx, contactIds, phones, userIds);
    return {
      phones: phones.filter((phone) => !others.some((other) => other.phone === phone)),
      userIds: userIds.filter((userId) => !others.some((other) => other.userId === userId)),
    };
  }

  async #own(tx: Transaction, contactIds: readonly string[], phones: readonly string[]): Promise<string[]> {
    const others = await this.erasures.heldByOthers(tx, contactIds, phones, []);
    return phones.filter((phone) => !others.some((other) => other.phone === phone));
  }
}

/**
 * What people did is told to the audit log all the same: it says which fields changed and nothing of what they held. Of other events not yet
 * published, those that others count by stay, without their words; the rest is deleted.
 */
function withoutWords(told: EventEnvelope, isPublished: boolean): EventEnvelope | undefined {
  if (told.subject === conversationAudited.subject) return told;
  if (isPublished) return undefined;
  if (told.subject === surveyChanged.subject) return told;
  if (told.subject === ownerChanged.subject) return { ...told, data: { ...(told.data as object), reason: 'erased' } };
  if (told.subject !== messageRecorded.subject) return undefined;
  const data = told.data as EventOf<typeof messageRecorded>['data'];
  const { text: _, wamid: __, ...message } = data.message;
  const { contact: ___, ...rest } = data;
  return { ...told, data: { ...rest, message } };
}

/** Of events of a group: what this customer said there, and questions to the bot, which may hold it. */
function withoutSaid(told: EventEnvelope, isPublished: boolean, messageIds: ReadonlySet<string>): EventEnvelope | undefined {
  if (told.subject === replyRequested.subject) return undefined;
  const { message } = told.data as { message?: { id?: string } };
  return message?.id !== undefined && messageIds.has(message.id) ? withoutWords(told, isPublished) : told;
}
