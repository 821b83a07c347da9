import { Injectable } from '@nestjs/common';
import { columnsOf, tenantsDue, type Transaction } from '#database';
import type { Stop } from '../../domain/invoices/reminders.js';
import { InvoiceReminderRow, type InvoiceReminder } from './invoice-reminder.entity.js';
import { ReminderPolicyRow, type ReminderPolicy } from './reminder-policy.entity.js';

const COLUMNS = columnsOf(InvoiceReminderRow, 'r');
const POLICY = columnsOf(ReminderPolicyRow, 'p', ['enabled', 'steps', 'fromTime', 'toTime', 'weekdays']);
/** As the table has it. */
const NONE: ReminderPolicy = { enabled: false, steps: [], fromTime: '09:00', toTime: '18:00', weekdays: [1, 2, 3, 4, 5] };

const DUE = { table: 'commerce.invoice_reminders', at: 'due_at', waiting: "state = 'planned'" };

@Injectable()
export class RemindersRepository {
  /** Open invoices of which these customers were reminded, and whose reminders go on. @param phones in every spelling */
  async remindedOf(tx: Transaction, phones: readonly string[]): Promise<{ id: string; phone: string; remindedAt: string }[]> {
    return tx.query(
      `select id, phone, to_char(reminded_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "remindedAt" from commerce.invoices
       where tenant_id = $1 and phone = any($2::text[]) and reminded_at is not null and reminders_stopped is null
         and status in ('sent', 'partly_paid')
       order by id limit 1000`,
      [tx.tenantId, phones],
    );
  }

  async policy(tx: Transaction): Promise<ReminderPolicy> {
    const [row] = await tx.query<ReminderPolicy>(`select ${POLICY} from commerce.reminder_policies p where p.tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row ?? NONE;
  }

  async savePolicy(tx: Transaction, { enabled, steps, fromTime, toTime, weekdays }: ReminderPolicy): Promise<void> {
    await tx.execute(
      `insert into commerce.reminder_policies (tenant_id, enabled, steps, from_time, to_time, weekdays) values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id) do update set enabled = excluded.enabled, steps = excluded.steps, from_time = excluded.from_time,
         to_time = excluded.to_time, weekdays = excluded.weekdays`,
      [tx.tenantId, enabled, JSON.stringify(steps), fromTime, toTime, weekdays],
    );
  }

  /** @returns false where the step is planned or done already */
  async plan(
    tx: Transaction,
    {
      id,
      invoiceId,
      reminderType,
      days,
      message,
      source,
      dueAt,
      createdAt,
    }: Omit<InvoiceReminder, 'tenantId' | 'state' | 'reason' | 'messageId'>,
  ): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into commerce.invoice_reminders (tenant_id, id, invoice_id, reminder_type, days, message, source, state, due_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'planned', $8, $9) on conflict do nothing`,
      [tx.tenantId, id, invoiceId, reminderType, days, JSON.stringify(message), source, dueAt, createdAt],
    );
    return inserted === 1;
  }

  /** By when they are due; an invoice has few. */
  async listOf(tx: Transaction, invoiceId: string): Promise<InvoiceReminder[]> {
    return tx.query(
      `select ${COLUMNS} from commerce.invoice_reminders r where r.tenant_id = $1 and r.invoice_id = $2 order by r.due_at, r.id limit 200`,
      [tx.tenantId, invoiceId],
    );
  }

  /** Why reminders of an invoice stopped, kept; and nobody is reminded of what waits. */
  async stop(tx: Transaction, invoiceId: string, reason: Stop | 'settled'): Promise<void> {
    await tx.execute(
      `update commerce.invoice_reminders set state = 'cancelled', reason = $3 where tenant_id = $1 and invoice_id = $2 and state = 'planned'`,
      [tx.tenantId, invoiceId, reason],
    );
  }

  /** Tenants of whom something is due. System role. */
  tenantsDue(system: Transaction, now: string, look?: number): Promise<string[]> {
    return tenantsDue(system, DUE, now, look);
  }

  /** The one that is due for longest. */
  async nextDue(tx: Transaction, now: string): Promise<InvoiceReminder | undefined> {
    const [row] = await tx.query<InvoiceReminder>(
      `select ${COLUMNS} from commerce.invoice_reminders r where r.tenant_id = $1 and r.state = 'planned' and r.due_at <= $2
       order by r.due_at, r.id limit 1`,
      [tx.tenantId, now],
    );
    return row;
  }
}
