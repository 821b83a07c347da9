import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface NewLetter {
  consumer: string;
  eventId: string;
  /** Both are undefined if the envelope cannot be read. */
  tenantId: string | undefined;
  subject: string | undefined;
  code: string;
  detail: string;
  envelope: string;
}

export interface StoredLetter {
  /** Stays the same however often the event dies for this consumer. */
  id: string;
  consumer: string;
  /** The digest of the envelope if it cannot be read. */
  eventId: string;
  tenantId: string | null;
  subject: string | null;
  code: string;
  detail: string;
  /** Lists cut it to the requested number of characters. */
  envelope: string;
  envelopeLength: number;
  deaths: number;
  firstAt: string;
  lastAt: string;
}

const COLUMNS = `id, consumer, event_id as "eventId", tenant_id as "tenantId", subject, code, detail, length(envelope) as "envelopeLength", deaths,
  first_at as "firstAt", last_at as "lastAt"`;

const OPEN = 'not of_item and replayed_at is null';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export interface LetterFilter {
  consumer: string | undefined;
  tenantId: string | undefined;
  limit: number;
}

/** Of whom letters are asked for: a statement of its own for each way to ask, since each has an index. @param first number of its first value */
function askedFor({ consumer, tenantId }: LetterFilter, first: number): { where: string; values: string[] } {
  if (consumer && tenantId) return { where: ` and consumer = $${first} and tenant_id = $${first + 1}`, values: [consumer, tenantId] };
  if (consumer) return { where: ` and consumer = $${first}`, values: [consumer] };
  return tenantId ? { where: ` and tenant_id = $${first}`, values: [tenantId] } : { where: '', values: [] };
}

@Injectable()
export class DeadLettersRepository {
  /**
   * The reader delivers at least once, and a replayed event may die again: there is one row per event and consumer, with the last reason. A
   * row is open again when its event dies again.
   */
  async record(tx: Transaction, letter: NewLetter): Promise<void> {
    await tx.execute(
      `insert into gateway.dead_letters (consumer, event_id, tenant_id, subject, code, detail, envelope, of_item)
       values ($1, $2, $3, $4, $5, $6, $7, exists (select 1 from gateway.webhook_items i where i.tenant_id = $3 and i.id = $8::uuid))
       on conflict (consumer, event_id) do update
       set code = excluded.code, detail = excluded.detail, deaths = dead_letters.deaths + 1, last_at = now(), replayed_at = null`,
      [
        letter.consumer,
        letter.eventId,
        letter.tenantId,
        letter.subject,
        letter.code,
        letter.detail,
        letter.envelope,
        letter.tenantId && letter.eventId,
      ],
    );
  }

  /** Open letters, newest first, without those of webhook items. */
  async list(tx: Transaction, filter: LetterFilter & { before: string | undefined; characters: number }): Promise<StoredLetter[]> {
    const { where, values } = askedFor(filter, 4);
    return tx.query<StoredLetter>(
      `select ${COLUMNS}, left(envelope, $1) as envelope from gateway.dead_letters
       where ${OPEN} and id < $2${where} order by id desc limit $3`,
      [filter.characters, filter.before ?? LAST, filter.limit, ...values],
    );
  }

  /** The same for a replay, oldest first, whole, and locked until the transaction ends. */
  async claimReplayable(
    tx: Transaction,
    filter: LetterFilter & { ids: readonly string[] | undefined; after: string },
  ): Promise<StoredLetter[]> {
    if (filter.ids) {
      return tx.query<StoredLetter>(
        `select ${COLUMNS}, envelope from gateway.dead_letters
         where id = any($1::uuid[]) and ${OPEN} and id > $2
           and ($4::text is null or consumer = $4) and ($5::uuid is null or tenant_id = $5)
         order by id limit $3 for update skip locked`,
        [filter.ids, filter.after, filter.limit, filter.consumer, filter.tenantId],
      );
    }
    const { where, values } = askedFor(filter, 3);
    return tx.query<StoredLetter>(
      `select ${COLUMNS}, envelope from gateway.dead_letters where ${OPEN} and id > $1${where} order by id limit $2 for update skip locked`,
      [filter.after, filter.limit, ...values],
    );
  }

  /** Deletes letters whose event last died before `days` days. @returns how many */
  async forget(tx: Transaction, days: number, limit: number): Promise<number> {
    return tx.execute(
      `delete from gateway.dead_letters where id = any(array(
         select id from gateway.dead_letters where last_at < now() - make_interval(days => $1) order by last_at limit $2))`,
      [days, limit],
    );
  }

  async markReplayed(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(`update gateway.dead_letters set replayed_at = now() where id = any($1::uuid[])`, [ids]);
  }
}
