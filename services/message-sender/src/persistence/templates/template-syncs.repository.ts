import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { columnsOf, type Read, type Transaction } from '#database';
import { TemplateSyncRow } from './template-sync.entity.js';

export type TemplateSync = Read<TemplateSyncRow>;

const COLUMNS = columnsOf(TemplateSyncRow, 's');
const LATER = `now() + make_interval(secs => $4::float8 / 1000)`;

@Injectable()
export class TemplateSyncsRepository {
  /** Begins a reading, unless one is under way. @param leaseMs for how long it is the caller's @returns undefined where one is */
  async begin(tx: Transaction, wabaId: string, outletId: string, leaseMs: number): Promise<TemplateSync | undefined> {
    const [begun] = await tx.query<TemplateSync>(
      `insert into message_sender.template_syncs as s (tenant_id, waba_id, outlet_id, next_at, run_id, state)
       values ($1, $2, $3, ${LATER}, $5, 'running')
       on conflict (tenant_id, waba_id) do update set outlet_id = excluded.outlet_id, run_id = excluded.run_id, state = 'running', cursor = null,
         pages = 0, found = 0, code = null, detail = null, started_at = now(), finished_at = null, next_at = excluded.next_at
       where s.state <> 'running'
       returning ${COLUMNS}`,
      [tx.tenantId, wabaId, outletId, leaseMs, v7()],
    );
    return begun;
  }

  async find(tx: Transaction, wabaId: string): Promise<TemplateSync | undefined> {
    return tx.rows(TemplateSyncRow).find(wabaId);
  }

  async list(tx: Transaction): Promise<TemplateSync[]> {
    return tx.rows(TemplateSyncRow).list('waba_id');
  }

  /** Those of all tenants that somebody has to go on with. Runs under the system role. */
  async due(tx: Transaction, limit: number): Promise<{ tenantId: string; wabaId: string }[]> {
    return tx.query(
      `select tenant_id as "tenantId", waba_id as "wabaId" from message_sender.template_syncs
       where state = 'running' and next_at <= now() order by next_at limit $1`,
      [limit],
    );
  }

  /** Takes one that is due. @returns undefined where somebody else was faster */
  async take(tx: Transaction, wabaId: string, leaseMs: number): Promise<TemplateSync | undefined> {
    const [taken] = await tx.query<TemplateSync>(
      `update message_sender.template_syncs s set next_at = now() + make_interval(secs => $3::float8 / 1000)
       where tenant_id = $1 and waba_id = $2 and state = 'running' and next_at <= now() returning ${COLUMNS}`,
      [tx.tenantId, wabaId, leaseMs],
    );
    return taken;
  }

  /**
   * A page is read. Nothing happens where the reading has gone on without the caller.
   *
   * @param to where the next page begins; undefined: that was the last one
   */
  async advance(
    tx: Transaction,
    sync: TemplateSync,
    to: string | undefined,
    found: number,
    leaseMs: number,
  ): Promise<TemplateSync | undefined> {
    const [advanced] = await tx.query<TemplateSync>(
      `update message_sender.template_syncs s set cursor = $5, pages = pages + 1, found = found + $6, code = null, detail = null,
         state = case when $5::text is null then 'done' else 'running' end,
         finished_at = case when $5::text is null then now() end, next_at = ${LATER}
       where tenant_id = $1 and waba_id = $2 and run_id = $3 and state = 'running' and cursor is not distinct from $7
       returning ${COLUMNS}`,
      [tx.tenantId, sync.wabaId, sync.runId, leaseMs, to ?? null, found, sync.cursor],
    );
    return advanced;
  }

  /** Goes on later, from the same page or, where its cursor has ended, from the first one. */
  async postpone(
    tx: Transaction,
    sync: TemplateSync,
    delayMs: number,
    why?: { code: string; detail: string; fromStart?: boolean },
  ): Promise<void> {
    await tx.execute(
      `update message_sender.template_syncs set next_at = ${LATER}, code = $5, detail = $6,
         cursor = case when $7 then null else cursor end, found = case when $7 then 0 else found end
       where tenant_id = $1 and waba_id = $2 and run_id = $3 and state = 'running'`,
      [tx.tenantId, sync.wabaId, sync.runId, delayMs, why?.code ?? null, why?.detail ?? null, why?.fromStart ?? false],
    );
  }

  async fail(tx: Transaction, sync: TemplateSync, code: string, detail: string): Promise<void> {
    await tx.execute(
      `update message_sender.template_syncs set state = 'failed', code = $4, detail = $5, finished_at = now()
       where tenant_id = $1 and waba_id = $2 and run_id = $3 and state = 'running'`,
      [tx.tenantId, sync.wabaId, sync.runId, code, detail],
    );
  }
}
