import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Period } from '#service-kit';
import type { CountedDay } from '../../domain/costs/free-monthly.js';
import type { Cost, KnownMessage } from '../../domain/costs/message-cost.js';
import type { CostGroup, SumRow } from '../../domain/costs/report.js';
import type { Growth } from '../../domain/costs/sums.js';

/** A message as it is known, with what of it stands in the sums. */
export interface StoredCost extends KnownMessage {
  cost: Cost | undefined;
  /** Counts up with every change. */
  version: number;
}

type StoredRow = KnownMessage & Partial<Omit<Cost, 'kind'>> & { kind: Cost['kind'] | null; version: number };

const ROW = `message_id as "messageId", outlet_id as "outletId", conversation_id as "conversationId", day::text as day, rank, country, sent_as as "sentAs", pricing,
  pricing_rank as "pricingRank", kind, item, currency, amount_micros as "amountMicros", is_charged as "isCharged", version`;

/** SQL of what a row belongs to. Constants: nothing of a request is in them. */
const KEYS: Record<CostGroup, string> = {
  day: 'day::text',
  outlet: 'outlet_id::text',
  category: `case source when 'message' then item else 'model' end`,
  model: 'item',
};

@Injectable()
export class CostsRepository {
  /**
   * What is known of messages; of those that nobody has told of yet an empty row is made. Several processes get one after the other what they
   * both ask for.
   */
  async lock(tx: Transaction, messages: readonly { messageId: string; outletId: string; day: string }[]): Promise<Map<string, StoredCost>> {
    const ids = messages.map(({ messageId }) => messageId);
    const [, rows] = await Promise.all([
      tx.execute(
        `insert into billing.message_costs (tenant_id, message_id, outlet_id, day)
         select $1, * from unnest($2::uuid[], $3::uuid[], $4::date[]) as m (message_id, outlet_id, day) order by message_id on conflict do nothing`,
        [tx.tenantId, ids, messages.map(({ outletId }) => outletId), messages.map(({ day }) => day)],
      ),
      tx.query<StoredRow>(
        `select ${ROW} from billing.message_costs where tenant_id = $1 and message_id = any($2::uuid[]) order by message_id for update`,
        [tx.tenantId, ids],
      ),
    ]);
    return new Map(rows.map((row) => [row.messageId, toStored(row)]));
  }

  /** In a shared transaction a lock keeps nobody of it away: what was changed since it was read runs again, alone. */
  async save(tx: Transaction, messages: readonly StoredCost[]): Promise<void> {
    if (messages.length === 0) return;
    const values = messages.map(({ messageId, cost, ...known }) => [messageId, { ...known, ...cost }] as const);
    const saved = await tx.execute(
      `update billing.message_costs m
       set (outlet_id, conversation_id, day, rank, country, sent_as, pricing, pricing_rank, kind, item, currency, amount_micros, is_charged, version) = (
         select r."outletId", r."conversationId", r.day, r.rank, r.country, r."sentAs", r.pricing, r."pricingRank", r.kind, r.item, r.currency,
           coalesce(r."amountMicros", 0), coalesce(r."isCharged", false), m.version + 1
         from jsonb_to_record($3::jsonb -> m.message_id::text) as r (
           "outletId" uuid, "conversationId" uuid, day date, rank smallint, country text, "sentAs" text, pricing jsonb, "pricingRank" smallint, kind text, item text,
           currency text, "amountMicros" bigint, "isCharged" boolean))
       where m.tenant_id = $1 and m.message_id = any($2::uuid[]) and m.version = ($3::jsonb -> m.message_id::text ->> 'version')::integer`,
      [tx.tenantId, values.map(([id]) => id), JSON.stringify(Object.fromEntries(values))],
    );
    if (saved < messages.length) tx.alone();
  }

  /** Adds to the sums of days. @param growths one a key, in the order of keys */
  async grow(tx: Transaction, growths: readonly Growth[]): Promise<void> {
    if (growths.length === 0) return;
    await tx.execute(
      `insert into billing.costs_daily as c (tenant_id, day, source, outlet_id, item, kind, currency, quantity, charged, amount_micros)
       select $1, * from unnest($2::date[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[])
       on conflict (tenant_id, day, source, outlet_id, item, kind, currency) do update set quantity = c.quantity + excluded.quantity,
         charged = c.charged + excluded.charged, amount_micros = c.amount_micros + excluded.amount_micros`,
      [
        tx.tenantId,
        growths.map(({ day }) => day),
        growths.map(({ source }) => source),
        growths.map(({ outletId }) => outletId),
        growths.map(({ item }) => item),
        growths.map(({ kind }) => kind),
        growths.map(({ currency }) => currency),
        growths.map(({ quantity }) => quantity),
        growths.map(({ charged }) => charged),
        growths.map(({ amountMicros }) => amountMicros),
      ],
    );
  }

  /** The sums of a period. Grouped by model, only those of answers. */
  async sums(tx: Transaction, { from, to }: Period, group: CostGroup): Promise<SumRow[]> {
    return tx.query<SumRow>(
      `select ${KEYS[group]} as key, kind, currency, sum(quantity)::float8 as quantity, sum(amount_micros)::float8 as "amountMicros"
       from billing.costs_daily where tenant_id = $1 and day between $2 and $3 and quantity <> 0 ${group === 'model' ? `and source = 'model'` : ''}
       group by 1, 2, 3 order by 1, 2, 3`,
      [tx.tenantId, from, to],
    );
  }

  /** Sums of the messages of a conversation, by category. */
  async ofConversation(tx: Transaction, conversationId: string): Promise<SumRow[]> {
    return tx.query<SumRow>(
      `select item as key, kind, currency, count(*)::float8 as quantity, sum(amount_micros)::float8 as "amountMicros"
       from billing.message_costs where tenant_id = $1 and conversation_id = $2 and kind is not null group by 1, 2, 3 order by 1, 2, 3`,
      [tx.tenantId, conversationId],
    );
  }

  /** Messages of some categories, by number and day: what is free each month goes by these. */
  async days(tx: Transaction, { from, to }: Period, categories: readonly string[]): Promise<CountedDay[]> {
    return tx.query<CountedDay>(
      `select day::text as day, outlet_id as "outletId", item, kind, currency, quantity::float8 as quantity, charged::float8 as charged,
         amount_micros::float8 as "amountMicros"
       from billing.costs_daily
       where tenant_id = $1 and day between $2 and $3 and source = 'message' and item = any($4::text[]) and kind <> 'unpriced' and quantity <> 0`,
      [tx.tenantId, from, to, categories],
    );
  }
}

function toStored({ kind, item, currency, amountMicros, isCharged, version, ...known }: StoredRow): StoredCost {
  const cost =
    kind === null ? undefined : { kind, item: item!, currency: currency!, amountMicros: Number(amountMicros), isCharged: isCharged! };
  return { ...known, cost, version };
}
