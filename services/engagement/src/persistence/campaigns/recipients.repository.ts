import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { RecipientState } from '../../domain/campaigns/outcome.js';

/** A recipient as the audience is taken. */
export interface NewRecipient {
  contactId: string;
  state: 'queued' | 'heldOut';
  /** When the turn comes. */
  dueAt: string;
}

/** What becomes of a recipient whose turn has come. */
export interface Turn {
  contactId: string;
  state: RecipientState;
  reason: string | null;
  /** Of whom waits on. */
  dueAt: string | null;
  messageId: string | null;
  releasedAt: string | null;
  capDay: string | null;
}

export interface LockedRecipient {
  contactId: string;
  state: RecipientState;
  reason: string | null;
  messageId: string | null;
  capDay: string | null;
  /** Has written since the turn came. */
  hasAnswered: boolean;
  /** The campaign has paused or ended since, and taken the message back. */
  isWithdrawn: boolean;
}

export interface ListedRecipient {
  contactId: string;
  state: RecipientState;
  reason: string | null;
  dueAt: string | null;
  messageId: string | null;
  updatedAt: string;
}

export interface Unanswered {
  campaignId: string;
  contactId: string;
  releasedAt: string;
}

@Injectable()
export class RecipientsRepository {
  /** @returns those who were not recipients of the campaign before */
  async insert(tx: Transaction, campaignId: string, recipients: readonly NewRecipient[]): Promise<{ state: 'queued' | 'heldOut' }[]> {
    return tx.query(
      `insert into engagement.recipients (tenant_id, campaign_id, contact_id, state, due_at, released_at)
       select $1, $2, n.contact_id, n.state, case when n.state = 'queued' then n.due_at end, case when n.state = 'heldOut' then n.due_at end
       from unnest($3::uuid[], $4::text[], $5::timestamptz[]) as n (contact_id, state, due_at)
       on conflict do nothing returning state`,
      [
        tx.tenantId,
        campaignId,
        recipients.map(({ contactId }) => contactId),
        recipients.map(({ state }) => state),
        recipients.map(({ dueAt }) => dueAt),
      ],
    );
  }

  /** Contacts whose turn has come, the longest waiting first: held, so that none of them is forgotten meanwhile. Whoever asks has locked the campaign. */
  async due(tx: Transaction, campaignId: string, now: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ contactId: string }>(
      `select contact_id as "contactId" from engagement.recipients where tenant_id = $1 and campaign_id = $2 and due_at <= $3
       order by due_at, contact_id limit $4 for no key update`,
      [tx.tenantId, campaignId, now, limit],
    );
    return rows.map(({ contactId }) => contactId);
  }

  /** Contacts whose turn has not come, of any time; held. */
  async waiting(tx: Transaction, campaignId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ contactId: string }>(
      `select contact_id as "contactId" from engagement.recipients where tenant_id = $1 and campaign_id = $2 and due_at is not null limit $3
       for no key update`,
      [tx.tenantId, campaignId, limit],
    );
    return rows.map(({ contactId }) => contactId);
  }

  /** When the next turn comes. */
  async nextTurn(tx: Transaction, campaignId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ dueAt: string }>(
      `select due_at as "dueAt" from engagement.recipients where tenant_id = $1 and campaign_id = $2 and due_at is not null
       order by due_at limit 1`,
      [tx.tenantId, campaignId],
    );
    return row?.dueAt;
  }

  /** @returns how many were changed: all of them, since whoever waits is changed under the campaign's lock only */
  async take(tx: Transaction, campaignId: string, turns: readonly Turn[]): Promise<number> {
    return tx.execute(
      `update engagement.recipients r set state = t.state, reason = t.reason, due_at = t.due_at, message_id = t.message_id,
         released_at = t.released_at, cap_day = t.cap_day, updated_at = now()
       from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::uuid[], $8::timestamptz[], $9::date[])
         as t (contact_id, state, reason, due_at, message_id, released_at, cap_day)
       where r.tenant_id = $1 and r.campaign_id = $2 and r.contact_id = t.contact_id and r.due_at is not null`,
      [
        tx.tenantId,
        campaignId,
        turns.map(({ contactId }) => contactId),
        turns.map(({ state }) => state),
        turns.map(({ reason }) => reason),
        turns.map(({ dueAt }) => dueAt),
        turns.map(({ messageId }) => messageId),
        turns.map(({ releasedAt }) => releasedAt),
        turns.map(({ capDay }) => capDay),
      ],
    );
  }

  /** In one order, so that two who lock several never wait for each other. */
  async lock(tx: Transaction, campaignId: string, contactIds: readonly string[]): Promise<LockedRecipient[]> {
    return tx.query<LockedRecipient>(
      `select contact_id as "contactId", state, reason, message_id as "messageId", cap_day::text as "capDay", answered_at is not null as "hasAnswered",
         coalesce(reason = 'withdrawn', false) as "isWithdrawn"
       from engagement.recipients
       where tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[]) order by contact_id for no key update`,
      [tx.tenantId, campaignId, contactIds],
    );
  }

  /** Marks those as withdrawn whose message was asked for and of which nothing was heard. @returns their messages */
  async withdraw(tx: Transaction, campaignId: string): Promise<{ contactId: string; messageId: string }[]> {
    return tx.query(
      `with them as materialized (
         select contact_id from engagement.recipients
         where tenant_id = $1 and campaign_id = $2 and state = 'queued' and message_id is not null and reason is distinct from 'withdrawn'
         order by contact_id for no key update
       )
       update engagement.recipients r set reason = 'withdrawn', updated_at = now() from them
       where r.tenant_id = $1 and r.campaign_id = $2 and r.contact_id = them.contact_id
       returning r.contact_id as "contactId", r.message_id as "messageId"`,
      [tx.tenantId, campaignId],
    );
  }

  /** Those whose message was taken back wait for their turn again. They are locked. */
  async requeue(tx: Transaction, campaignId: string, contactIds: readonly string[], dueAt: string): Promise<void> {
    await tx.query(
      `update engagement.recipients set reason = null, due_at = $4, message_id = null, released_at = null, cap_day = null, updated_at = now()
       where tenant_id = $1 and campaign_id = $2 and contact_id = any($3::uuid[]) and state = 'queued'`,
      [tx.tenantId, campaignId, contactIds, dueAt],
    );
  }

  async change(
    tx: Transaction,
    campaignId: string,
    changes: readonly { contactId: string; state: RecipientState; reason: string | null }[],
  ): Promise<void> {
    await tx.query(
      `update engagement.recipients r set state = c.state, reason = c.reason, updated_at = now()
       from unnest($3::uuid[], $4::text[], $5::text[]) as c (contact_id, state, reason)
       where r.tenant_id = $1 and r.campaign_id = $2 and r.contact_id = c.contact_id`,
      [
        tx.tenantId,
        campaignId,
        changes.map(({ contactId }) => contactId),
        changes.map(({ state }) => state),
        changes.map(({ reason }) => reason),
      ],
    );
  }

  /** Recipients among these contacts whose turn came after `since` and who have not written since. */
  async unanswered(tx: Transaction, contactIds: readonly string[], since: string): Promise<Unanswered[]> {
    return tx.query<Unanswered>(
      `select campaign_id as "campaignId", contact_id as "contactId", released_at as "releasedAt" from engagement.recipients
       where tenant_id = $1 and contact_id = any($2::uuid[]) and answered_at is null and released_at > $3`,
      [tx.tenantId, contactIds, since],
    );
  }

  /** @returns where those stand who had not answered before */
  async answer(
    tx: Transaction,
    campaignId: string,
    answers: readonly { contactId: string; at: string }[],
  ): Promise<{ contactId: string; was: RecipientState; state: RecipientState }[]> {
    return tx.query(
      `update engagement.recipients r set answered_at = a.at, updated_at = now(),
         state = case when r.state in ('sent', 'delivered', 'read') then 'replied' else r.state end
       from unnest($3::uuid[], $4::timestamptz[]) as a (contact_id, at)
       where r.tenant_id = $1 and r.campaign_id = $2 and r.contact_id = a.contact_id and r.answered_at is null
       returning r.contact_id as "contactId", old.state as was, r.state`,
      [tx.tenantId, campaignId, answers.map(({ contactId }) => contactId), answers.map(({ at }) => at)],
    );
  }

  async page(tx: Transaction, campaignId: string, after: string | undefined, limit: number): Promise<ListedRecipient[]> {
    return tx.query<ListedRecipient>(
      `select contact_id as "contactId", state, reason, due_at as "dueAt", message_id as "messageId", updated_at as "updatedAt"
       from engagement.recipients where tenant_id = $1 and campaign_id = $2 and ${idAfter('contact_id', '$3')} order by contact_id limit $4`,
      [tx.tenantId, campaignId, after ?? null, limit],
    );
  }

  async pageOfState(
    tx: Transaction,
    campaignId: string,
    state: RecipientState,
    after: string | undefined,
    limit: number,
  ): Promise<ListedRecipient[]> {
    return tx.query<ListedRecipient>(
      `select contact_id as "contactId", state, reason, due_at as "dueAt", message_id as "messageId", updated_at as "updatedAt"
       from engagement.recipients where tenant_id = $1 and campaign_id = $2 and state = $3 and ${idAfter('contact_id', '$4')}
       order by contact_id limit $5`,
      [tx.tenantId, campaignId, state, after ?? null, limit],
    );
  }
}
