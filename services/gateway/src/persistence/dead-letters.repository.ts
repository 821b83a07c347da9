import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface NewLetter {
  consumer: string;
  eventId: string;
  /** The two are undefined when the envelope cannot be read. */
  tenantId: string | undefined;
  subject: string | undefined;
  code: string;
  detail: string;
  envelope: string;
}

export interface StoredLetter {
  /** The same however often the event dies for this consumer. */
  id: string;
  consumer: string;
  /** The digest of an envelope that cannot be read. */
  eventId: string;
  tenantId: string | null;
  subject: string | null;
  code: string;
  detail: string;
  /** In a list cut after the number of characters that was asked for. */
  envelope: string;
  envelopeLength: number;
  deaths: number;
  firstAt: string;
  lastAt: string;
}

const COLUMNS = `id, consumer, event_id as "eventId", tenant_id as "tenantId", subject, code, detail, length(envelope) as "envelopeLength", deaths,
  first_at as "firstAt", last_at as "lastAt"`;

@Injectable()
export class DeadLettersRepository {
  /**
   * The reader delivers at least once, and a replayed event may die again: one row an event and consumer, with the last reason. One that
   * comes again is open again.
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

  /** Open letters that are not of webhook items, newest first. */
  async list(
    tx: Transaction,
    filter: { consumer: string | undefined; tenantId: string | undefined; before: string | undefined; limit: number; characters: number },
  ): Promise<StoredLetter[]> {
    return tx.query<StoredLetter>(
      `select ${COLUMNS}, left(envelope, $5) as envelope from gateway.dead_letters
       where not of_item and replayed_at is null
         and ($1::text is null or consumer = $1) and ($2::uuid is null or tenant_id = $2) and ($3::uuid is null or id < $3)
       order by id desc limit $4`,
      [filter.consumer, filter.tenantId, filter.before, filter.limit, filter.characters],
    );
  }

  /** The same for a replay, oldest first, whole, and locked until the transaction ends. */
  async claimReplayable(
    tx: Transaction,
    filter: {
      ids: readonly string[] | undefined;
      consumer: string | undefined;
      tenantId: string | undefined;
      after: string;
      limit: number;
    },
  ): Promise<StoredLetter[]> {
    return tx.query<StoredLetter>(
      `select ${COLUMNS}, envelope from gateway.dead_letters
       where not of_item and replayed_at is null and id > $4
         and ($1::uuid[] is null or id = any($1)) and ($2::text is null or consumer = $2) and ($3::uuid is null or tenant_id = $3)
       order by id limit $5 for update skip locked`,
      [filter.ids, filter.consumer, filter.tenantId, filter.after, filter.limit],
    );
  }

  async markReplayed(tx: Transaction, ids: readonly string[]): Promise<void> {
    await tx.execute(`update gateway.dead_letters set replayed_at = now() where id = any($1::uuid[])`, [ids]);
  }
}
