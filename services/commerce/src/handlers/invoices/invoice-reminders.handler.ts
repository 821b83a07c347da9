import { Injectable } from '@nestjs/common';
import { isDay } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { faultsOfReminder } from '../../domain/invoices/messages.js';
import type { ReminderType, Stop } from '../../domain/invoices/reminders.js';
import { isOpen } from '../../domain/invoices/states.js';
import { InvoiceReminderRow, type InvoiceReminder } from '../../persistence/invoices/invoice-reminder.entity.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { Audit } from '../audit/audit.step.js';
import { notPayable } from './invoice-problems.js';
import { PlanReminders } from './plan-reminders.step.js';
import { StopReminders } from './stop-reminders.step.js';

export interface NewReminder {
  reminderType: ReminderType;
  days: number;
  messageTemplate?: string | undefined;
}

export type ShownReminder = InvoiceReminder;

export interface ShownReminders {
  promisedUntil: string | null;
  stopped: Stop | null;
  items: InvoiceReminder[];
}

/** What is planned of one invoice, by policy and by hand. */
@Injectable()
export class InvoiceRemindersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reminders: RemindersRepository,
    private readonly plan: PlanReminders,
    private readonly stop: StopReminders,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found */
  async list(tenantId: string, id: string): Promise<ShownReminders> {
    return this.database.forTenant(tenantId, async (tx) => {
      const invoice = await tx.rows(InvoiceRow).find(id);
      if (!invoice) throw Problem.notFound('invoice');
      return this.#shown(tx, invoice);
    });
  }

  /** @throws {Problem} not_found, validation_failed, invoice_not_payable, reminder_planned_already */
  async create(tenantId: string, id: string, { reminderType, days, messageTemplate }: NewReminder, by: Actor): Promise<InvoiceReminder> {
    const errors = faultsOfReminder({ text: messageTemplate }).map(({ message }) => ({ field: 'messageTemplate', message }));
    if (errors.length > 0) throw Problem.invalid(errors);
    return this.database.forTenant(tenantId, async (tx) => {
      const invoice = await this.#lock(tx, id);
      if (!isOpen(invoice.status)) throw notPayable(invoice.status);
      const planned = await this.plan.plan(tx, invoice, { reminderType, days, text: messageTemplate }, 'hand');
      if (!planned) {
        const detail = `The invoice has a reminder of ${days} days ${reminderType === 'due' ? 'before' : 'after'} it is due already; give other days.`;
        throw new Problem(409, 'reminder_planned_already', detail);
      }
      this.audit.append(tx, by, 'reminder_planned', { type: 'customer_invoice', id }, null, { reminderType, days });
      return (await tx.rows(InvoiceReminderRow).find(planned))!;
    });
  }

  /**
   * A promise to pay holds what is planned until its day is over; a stop ends it. What is left out stays.
   *
   * @throws {Problem} not_found, validation_failed
   */
  async hold(
    tenantId: string,
    id: string,
    { promisedUntil, stopped }: { promisedUntil?: string | null | undefined; stopped?: Stop | null | undefined },
    by: Actor,
  ): Promise<ShownReminders> {
    if (typeof promisedUntil === 'string' && !isDay(promisedUntil)) {
      throw Problem.invalid([{ field: 'promisedUntil', message: 'promisedUntil must be a day such as 2026-11-20' }]);
    }
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.#lock(tx, id);
      const after = (await tx.rows(InvoiceRow).change(id, { promisedUntil, remindersStopped: stopped }))!;
      if (stopped) await this.stop.execute(tx, id, stopped);
      this.audit.append(tx, by, 'reminders_changed', { type: 'customer_invoice', id }, audited(before), audited(after));
      return this.#shown(tx, after);
    });
  }

  async #shown(tx: Transaction, { id, promisedUntil, remindersStopped }: Invoice): Promise<ShownReminders> {
    return { promisedUntil, stopped: remindersStopped, items: await this.reminders.listOf(tx, id) };
  }

  async #lock(tx: Transaction, id: string): Promise<Invoice> {
    const invoice = await tx.rows(InvoiceRow).lock(id);
    if (!invoice) throw Problem.notFound('invoice');
    return invoice;
  }
}

const audited = ({ promisedUntil, remindersStopped }: Invoice) => ({ promisedUntil, remindersStopped });
