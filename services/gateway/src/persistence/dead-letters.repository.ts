import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class DeadLettersRepository {
  /** The reader delivers at least once, and a replayed event may die again: one row an event and consumer, with the last reason. */
  async record(
    tx: Transaction,
    letter: { consumer: string; eventId: string; tenantId: string | undefined; code: string; detail: string; envelope: string },
  ): Promise<void> {
    await tx.execute(
      `insert into gateway.dead_letters (consumer, event_id, tenant_id, code, detail, envelope) values ($1, $2, $3, $4, $5, $6)
       on conflict (consumer, event_id) do update
       set code = excluded.code, detail = excluded.detail, deaths = dead_letters.deaths + 1, last_at = now()`,
      [letter.consumer, letter.eventId, letter.tenantId, letter.code, letter.detail, letter.envelope],
    );
  }
}
