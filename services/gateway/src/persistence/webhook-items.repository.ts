import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Outcome } from '../domain/webhooks/outcome.js';
import { BODY_CODES } from '../domain/webhooks/pieces.js';

export interface NewItem {
  id: string;
  journalId: string;
  index: number;
  kind: string;
  tenantId: string | undefined;
  phoneNumberId: string | undefined;
  wabaId: string | undefined;
  outcome: 'pending' | 'parked';
  code: string | undefined;
  detail: string | undefined;
  subject: string | undefined;
}

export interface StoredItem {
  id: string;
  journalId: string;
  index: number;
  kind: string;
  tenantId: string | null;
  phoneNumberId: string | null;
  wabaId: string | null;
  outcome: Outcome;
  code: string | null;
  detail: string | null;
  subject: string | null;
  createdAt: string;
  settledAt: string | null;
}

/** What is counted together: all entries of the journal, or the items of one tenant (or of none). */
export interface Count {
  scope: 'journal' | 'item';
  tenantId: string | null;
  outcome: Outcome;
  count: number;
}

/** Kinds of items and the published view that holds the receipts of their consumer. */
const RECEIPTS = { message: 'conversation.receipts_v1', status: 'message_sender.receipts_v1', account: 'tenant.receipts_v1' } as const;
export type RoutedKind = keyof typeof RECEIPTS;
export const ROUTED_KINDS = Object.keys(RECEIPTS) as RoutedKind[];

const settleStatement = (kind: RoutedKind, outcome: 'pending' | 'dead'): string => `
with page as materialized (
  select id, tenant_id from gateway.webhook_items where outcome = '${outcome}' and kind = '${kind}' and id > $1 order by id limit $2),
settled as (
  update gateway.webhook_items i set outcome = 'processed', code = null, detail = null, settled_at = now()
  from page join ${RECEIPTS[kind]} r on r.tenant_id = page.tenant_id and r.event_id = page.id
  where i.id = page.id and i.outcome = '${outcome}' returning 1)
select (select count(*) from page) as scanned, (select id from page order by id desc limit 1) as last, (select count(*) from settled) as settled`;

const SETTLE = Object.fromEntries(
  ROUTED_KINDS.map((kind) => [kind, { pending: settleStatement(kind, 'pending'), dead: settleStatement(kind, 'dead') }]),
) as Record<RoutedKind, Record<'pending' | 'dead', string>>;

const COLUMNS = `id, journal_id as "journalId", index, kind, tenant_id as "tenantId", phone_number_id as "phoneNumberId",
  waba_id as "wabaId", outcome, code, detail, subject, created_at as "createdAt", settled_at as "settledAt"`;

/** Transaction lock under which one gateway at a time looks for receipts. */
const SETTLE_LOCK = 7_215_077_201;

@Injectable()
export class WebhookItemsRepository {
  async insert(tx: Transaction, items: readonly NewItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.execute(
      `insert into gateway.webhook_items
         (id, journal_id, index, kind, tenant_id, phone_number_id, waba_id, outcome, code, detail, subject, settled_at)
       select id, journal_id, index, kind, tenant_id, phone_number_id, waba_id, outcome, code, detail, subject,
              case when outcome = 'parked' then now() end
       from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
                   $10::text[], $11::text[])
         as item (id, journal_id, index, kind, tenant_id, phone_number_id, waba_id, outcome, code, detail, subject)`,
      [
        items.map((item) => item.id),
        items.map((item) => item.journalId),
        items.map((item) => item.index),
        items.map((item) => item.kind),
        items.map((item) => item.tenantId),
        items.map((item) => item.phoneNumberId),
        items.map((item) => item.wabaId),
        items.map((item) => item.outcome),
        items.map((item) => item.code),
        items.map((item) => item.detail),
        items.map((item) => item.subject),
      ],
    );
  }

  /** @returns whether no other gateway is settling; the lock ends with the transaction. */
  async lockSettling(tx: Transaction): Promise<boolean> {
    const rows = await tx.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock($1) as locked`, [SETTLE_LOCK]);
    return rows[0]?.locked === true;
  }

  /** Marks as processed what its consumer has a receipt for, on one page of items in the order of their ids. */
  async settlePage(
    tx: Transaction,
    kind: RoutedKind,
    outcome: 'pending' | 'dead',
    after: string,
    limit: number,
  ): Promise<{ scanned: number; last: string | null; settled: number }> {
    const rows = await tx.query<{ scanned: number; last: string | null; settled: number }>(SETTLE[kind][outcome], [after, limit]);
    return rows[0]!;
  }

  /** A dead letter settles an item that has no outcome yet; one that was processed after all stays so. */
  async markDead(tx: Transaction, id: string, tenantId: string, code: string, detail: string): Promise<void> {
    await tx.execute(
      `update gateway.webhook_items set outcome = 'dead', code = $3, detail = $4, settled_at = now()
       where id = $1 and tenant_id = $2 and outcome = 'pending'`,
      [id, tenantId, code, detail],
    );
  }

  /** What a replay made of an item that could not be routed, or died, or may be lost: what it is and goes to may have changed. */
  async reroute(tx: Transaction, item: NewItem): Promise<void> {
    await tx.execute(
      `update gateway.webhook_items
       set kind = $2, tenant_id = $3, phone_number_id = $4, waba_id = $5, outcome = $6, code = $7, detail = $8, subject = $9,
           settled_at = case when $6 = 'parked' then settled_at end
       where id = $1 and outcome in ('parked', 'dead', 'pending')`,
      [item.id, item.kind, item.tenantId, item.phoneNumberId, item.wabaId, item.outcome, item.code, item.detail, item.subject],
    );
  }

  /** Items for a replay: parked, dead, and pending since so long; oldest first, locked until the transaction ends. */
  async claimReplayable(
    tx: Transaction,
    filter: {
      ids: readonly string[] | undefined;
      outcome: string | undefined;
      tenantId: string | undefined;
      pendingForMs: number;
      after: string;
      limit: number;
    },
  ): Promise<StoredItem[]> {
    return tx.query<StoredItem>(
      `select ${COLUMNS} from gateway.webhook_items
       where (outcome in ('parked', 'dead') or (outcome = 'pending' and created_at < now() - make_interval(secs => $6::float8 / 1000)))
         and id > $1
         and ($2::uuid[] is null or id = any($2)) and ($3::text is null or outcome = $3) and ($4::uuid is null or tenant_id = $4)
       order by id limit $5 for update skip locked`,
      [filter.after, filter.ids, filter.outcome, filter.tenantId, filter.limit, filter.pendingForMs],
    );
  }

  /** Newest first. */
  async list(
    tx: Transaction,
    filter: { outcome: string | undefined; tenantId: string | undefined; before: string | undefined; limit: number },
  ): Promise<StoredItem[]> {
    return tx.query<StoredItem>(
      `select ${COLUMNS} from gateway.webhook_items
       where ($1::text is null or outcome = $1) and ($2::uuid is null or tenant_id = $2) and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [filter.outcome, filter.tenantId, filter.before, filter.limit],
    );
  }

  /**
   * Every entry and item by its outcome, in one statement and so of one moment. An entry is parked when it could not be taken apart,
   * pending until it was tried, and processed when its items stand for it.
   */
  async count(tx: Transaction): Promise<Count[]> {
    return tx.query<Count>(
      `with entries as (
         select count(*) as received, count(*) filter (where split_at is null) as pending from gateway.webhook_journal),
       unsplit as (select count(*) as parked from gateway.webhook_items where outcome = 'parked' and index = 0 and code = any($1::text[]))
       select 'journal' as scope, null::uuid as "tenantId", outcome, count
       from entries, unsplit, lateral (values
         ('pending', pending), ('parked', parked), ('dead', 0::bigint), ('processed', received - pending - parked)) as figures (outcome, count)
       union all
       select 'item', tenant_id, outcome, count(*) from gateway.webhook_items group by tenant_id, outcome`,
      [BODY_CODES],
    );
  }
}
