import type { Transaction } from '#database';
import type { Outcome } from '../../domain/webhooks/outcome.js';

export interface NewItem {
  id: string;
  journalId: string;
  index: number;
  kind: string;
  tenantId: string | undefined;
  phoneNumberId: string | undefined;
  outcome: 'pending' | 'parked';
  code: string | undefined;
  detail: string | undefined;
}

export interface StoredItem {
  id: string;
  journalId: string;
  index: number;
  kind: string;
  tenantId: string | null;
  phoneNumberId: string | null;
  outcome: Outcome;
  code: string | null;
  detail: string | null;
  createdAt: string;
  settledAt: string | null;
}

/** Kinds of items, with the published view of their consumer's receipts. */
const RECEIPTS = { message: 'conversation.receipts_v1', status: 'message_sender.receipts_v1', account: 'tenant.receipts_v1' } as const;
export type RoutedKind = keyof typeof RECEIPTS;
export const ROUTED_KINDS = Object.keys(RECEIPTS) as RoutedKind[];

const settleStatement = (kind: RoutedKind, outcome: 'pending' | 'dead'): string => `
with page as materialized (
  select id, tenant_id from gateway.webhook_items where outcome = '${outcome}' and kind = '${kind}' and id > $1 order by id limit $2),
done as materialized (
  select page.id from page cross join lateral (
    select from ${RECEIPTS[kind]} r where r.tenant_id = page.tenant_id and r.event_id = page.id limit 1) r),
settled as (
  update gateway.webhook_items i set outcome = 'processed', code = null, detail = null, settled_at = now()
  where i.id = any(array(select id from done)) and i.outcome = '${outcome}' returning 1)
select (select count(*) from page) as scanned, (select id from page order by id desc limit 1) as last, (select count(*) from settled) as settled`;

const SETTLE = Object.fromEntries(
  ROUTED_KINDS.map((kind) => [kind, { pending: settleStatement(kind, 'pending'), dead: settleStatement(kind, 'dead') }]),
) as Record<RoutedKind, Record<'pending' | 'dead', string>>;

const COLUMNS = `id, journal_id as "journalId", index, kind, tenant_id as "tenantId", phone_number_id as "phoneNumberId",
  outcome, code, detail, created_at as "createdAt", settled_at as "settledAt"`;

/** Tells the planner what the index of open items contains. */
const IS_OPEN = `outcome in ('pending', 'parked', 'dead')`;
const EACH_KIND = `unnest(array['message', 'status', 'account', 'body']) as k (one)`;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const MAX_LOOKED_AT = 5_000;

type Open = 'pending' | 'parked' | 'dead';

interface ReplayPage {
  /** Younger pending items are still on their way. */
  pendingForMs: number;
  after: string;
  limit: number;
}

export interface ClaimedItems {
  items: StoredItem[];
  /** Where to go on; null at the end. */
  last: string | null;
}

/** Transaction lock under which one gateway at a time looks for receipts. */
const SETTLE_LOCK = 7_215_077_201;

/** Without Nest: the splitting thread uses it, too. */
export class WebhookItemsRepository {
  async insert(tx: Transaction, items: readonly NewItem[]): Promise<void> {
    if (items.length === 0) return;
    await tx.execute(
      `insert into gateway.webhook_items (id, journal_id, index, kind, tenant_id, phone_number_id, outcome, code, detail, settled_at)
       select id, journal_id, index, kind, tenant_id, phone_number_id, outcome, code, detail, case when outcome = 'parked' then now() end
       from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])
         as item (id, journal_id, index, kind, tenant_id, phone_number_id, outcome, code, detail)`,
      [
        items.map((item) => item.id),
        items.map((item) => item.journalId),
        items.map((item) => item.index),
        items.map((item) => item.kind),
        items.map((item) => item.tenantId),
        items.map((item) => item.phoneNumberId),
        items.map((item) => item.outcome),
        items.map((item) => item.code),
        items.map((item) => item.detail),
      ],
    );
  }

  /** @returns whether this gateway may settle; the lock ends with the transaction */
  async lockSettling(tx: Transaction): Promise<boolean> {
    const rows = await tx.query<{ locked: boolean }>(`select pg_try_advisory_xact_lock($1) as locked`, [SETTLE_LOCK]);
    return rows[0]?.locked === true;
  }

  /** Marks the items of one page (in the order of ids) as processed if their consumer has a receipt. */
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

  /** Marks a pending item as dead; a processed one stays processed. */
  async markDead(tx: Transaction, id: string, tenantId: string, code: string, detail: string): Promise<void> {
    await tx.execute(
      `update gateway.webhook_items set outcome = 'dead', code = $3, detail = $4, settled_at = now()
       where id = $1 and tenant_id = $2 and outcome = 'pending'`,
      [id, tenantId, code, detail],
    );
  }

  /** Stores what a replay made of an item: its kind and its tenant may have changed. */
  async reroute(tx: Transaction, item: NewItem): Promise<void> {
    await tx.execute(
      `update gateway.webhook_items
       set kind = $2, tenant_id = $3, phone_number_id = $4, outcome = $5, code = $6, detail = $7, settled_at = case when $5 = 'parked' then settled_at end
       where id = $1 and outcome in ('parked', 'dead', 'pending')`,
      [item.id, item.kind, item.tenantId, item.phoneNumberId, item.outcome, item.code, item.detail],
    );
  }

  /** Locks the first of these items that can be replayed, oldest first: parked, dead, and long pending ones. */
  async claimNamed(
    tx: Transaction,
    filter: { ids: readonly string[]; outcome: Open | undefined; tenantId: string | undefined } & ReplayPage,
  ): Promise<ClaimedItems> {
    const items = await tx.query<StoredItem>(
      `select ${COLUMNS} from gateway.webhook_items
       where id = any($1::uuid[]) and id > $2 and outcome in ('parked', 'dead', 'pending')
         and ($3::text is null or outcome = $3) and ($4::uuid is null or tenant_id = $4)
         and (outcome <> 'pending' or created_at < now() - make_interval(secs => $5::float8 / 1000))
       order by id limit $6 for update skip locked`,
      [filter.ids, filter.after, filter.outcome, filter.tenantId, filter.pendingForMs, filter.limit],
    );
    return { items, last: items.length < filter.limit ? null : items.at(-1)!.id };
  }

  /** The same for all items of an outcome, or those of a tenant. */
  async claimOpen(tx: Transaction, filter: { outcome: Open; tenantId: string | undefined } & ReplayPage): Promise<ClaimedItems> {
    const { outcome, tenantId, after, limit } = filter;
    const ids = tenantId
      ? await tx.query<{ id: string }>(
          `select i.id from unnest(array[$2::text]) as o (one) cross join lateral (
             select id from gateway.webhook_items where tenant_id = $1 and outcome = o.one and id > $3 order by id limit $4) i
           order by i.id`,
          [tenantId, outcome, after, limit],
        )
      : await tx.query<{ id: string }>(
          `select i.id from ${EACH_KIND} cross join lateral (
             select id from gateway.webhook_items where outcome = $1 and ${IS_OPEN} and kind = k.one and id > $2 order by id limit $3) i
           order by i.id limit $3`,
          [outcome, after, limit],
        );
    const claimed = await this.claimNamed(tx, { ...filter, ids: ids.map(({ id }) => id) });
    return { items: claimed.items, last: ids.length < limit ? null : ids.at(-1)!.id };
  }

  /**
   * Newest first. Each filter has its own statement that starts at an index; values from a join make the planner choose by the index and not by
   * how frequent they are.
   *
   * @returns `last`: how far it looked, if it stopped early
   */
  async list(
    tx: Transaction,
    filter: { outcome: Outcome | undefined; tenantId: string | undefined; before: string | undefined; limit: number },
  ): Promise<{ items: StoredItem[]; last: string | null }> {
    const { outcome, tenantId, before = LAST, limit } = filter;
    if (outcome === 'processed' && !tenantId) return this.#listProcessed(tx, before, limit);
    const all = (items: StoredItem[]): { items: StoredItem[]; last: string | null } => ({ items, last: null });
    if (tenantId && outcome) {
      return all(
        await tx.query(
          `select ${COLUMNS} from unnest(array[$2::text]) as o (one) cross join lateral (
             select * from gateway.webhook_items where tenant_id = $1 and outcome = o.one and id < $3 order by id desc limit $4) i
           order by id desc`,
          [tenantId, outcome, before, limit],
        ),
      );
    }
    if (tenantId) {
      return all(
        await tx.query(
          `select ${COLUMNS} from unnest(array['pending', 'processed', 'parked', 'dead']) as o (one) cross join lateral (
             select * from gateway.webhook_items where tenant_id = $1 and outcome = o.one and id < $2 order by id desc limit $3) i
           order by id desc limit $3`,
          [tenantId, before, limit],
        ),
      );
    }
    if (outcome) {
      return all(
        await tx.query(
          `select ${COLUMNS} from ${EACH_KIND} cross join lateral (
             select * from gateway.webhook_items where outcome = $1 and ${IS_OPEN} and kind = k.one and id < $2 order by id desc limit $3) i
           order by id desc limit $3`,
          [outcome, before, limit],
        ),
      );
    }
    return all(await tx.query(`select ${COLUMNS} from gateway.webhook_items where id < $1 order by id desc limit $2`, [before, limit]));
  }

  /** For all tenants: nearly every item is processed, so it searches the newest ones, a bounded number at a time. */
  async #listProcessed(tx: Transaction, before: string, limit: number): Promise<{ items: StoredItem[]; last: string | null }> {
    const rows = await tx.query<StoredItem & { looked: number; last: string | null }>(
      `with page as materialized (select * from gateway.webhook_items where id < $1 order by id desc limit $3)
       select ${COLUMNS}, n.looked, n.last from (select count(*) as looked, (select id from page order by id limit 1) as last from page) n
       left join (select * from page where outcome = 'processed' order by id desc limit $2) i on true order by id desc`,
      [before, limit, MAX_LOOKED_AT],
    );
    const items = rows.filter((row) => row.id !== null).map(({ looked: _, last: __, ...item }) => item);
    return { items, last: rows[0]?.looked === MAX_LOOKED_AT ? rows[0].last : null };
  }
}
