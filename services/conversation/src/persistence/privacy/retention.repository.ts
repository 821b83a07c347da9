import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { Retention } from '../../domain/privacy/retention.js';
import { RetentionRow } from './retention.entity.js';

const ROW = columnsOf(RetentionRow, undefined, ['messagesDays', 'version']);

@Injectable()
export class RetentionRepository {
  async find(tx: Transaction): Promise<Retention | undefined> {
    const [row] = await tx.query<Retention>(`select ${ROW} from conversation.retention where tenant_id = $1`, [tx.tenantId]);
    return row;
  }

  async lock(tx: Transaction): Promise<Retention | undefined> {
    const [row] = await tx.query<Retention>(`select ${ROW} from conversation.retention where tenant_id = $1 for update`, [tx.tenantId]);
    return row;
  }

  async save(tx: Transaction, messagesDays: number | null, by: string): Promise<Retention> {
    const [row] = await tx.query<Retention>(
      `insert into conversation.retention as r (tenant_id, messages_days, updated_by) values ($1, $2, $3)
       on conflict (tenant_id) do update
       set messages_days = excluded.messages_days, updated_by = excluded.updated_by, version = r.version + 1, updated_at = now()
       returning ${ROW}`,
      [tx.tenantId, messagesDays, by],
    );
    return row!;
  }

  /** Tenants that keep messages for a time. System role. */
  async tenants(tx: Transaction): Promise<{ tenantId: string; messagesDays: number }[]> {
    return tx.query(
      `select tenant_id as "tenantId", messages_days as "messagesDays" from conversation.retention where messages_days is not null order by tenant_id`,
    );
  }

  /** Removes the oldest messages. @returns them, with what they were found by */
  async deleteMessages(tx: Transaction, before: Date, limit: number): Promise<{ id: string; text: string | null }[]> {
    return tx.query(
      `with old as materialized (select id from conversation.messages where tenant_id = $1 and at < $2 order by at limit $3)
       delete from conversation.messages m using old where m.tenant_id = $1 and m.id = old.id returning m.id, m.text`,
      [tx.tenantId, before, limit],
    );
  }

  async deleteActivities(tx: Transaction, beforeId: string, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (select id from conversation.activities where tenant_id = $1 and id < $2 order by id limit $3)
       delete from conversation.activities a using old where a.tenant_id = $1 and a.id = old.id`,
      [tx.tenantId, beforeId, limit],
    );
  }

  async deleteSurveys(tx: Transaction, beforeId: string, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (select id from conversation.surveys where tenant_id = $1 and id < $2 order by id limit $3)
       delete from conversation.surveys s using old where s.tenant_id = $1 and s.id = old.id`,
      [tx.tenantId, beforeId, limit],
    );
  }

  async deleteNotes(tx: Transaction, beforeId: string, limit: number): Promise<number> {
    return tx.execute(
      `with old as materialized (select id from conversation.notes where tenant_id = $1 and id < $2 order by id limit $3)
       delete from conversation.notes n using old where n.tenant_id = $1 and n.id = old.id`,
      [tx.tenantId, beforeId, limit],
    );
  }
}
