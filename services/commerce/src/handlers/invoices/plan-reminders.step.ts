import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { reminderAt, type ReminderStep } from '../../domain/invoices/reminders.js';
import type { InvoiceReminder } from '../../persistence/invoices/invoice-reminder.entity.js';
import type { Invoice } from '../../persistence/invoices/invoice.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { Clock } from '../customers/clock.state.js';

/** Plans the reminders of an invoice that was sent. Whether each may leave is looked at when its time comes. */
@Injectable()
export class PlanReminders {
  constructor(
    private readonly reminders: RemindersRepository,
    private readonly clock: Clock,
  ) {}

  /** What the company's policy says. Steps whose time is over already are left out. */
  async byPolicy(tx: Transaction, invoice: Invoice): Promise<void> {
    const policy = await this.reminders.policy(tx);
    if (!policy.enabled) return;
    const now = this.clock.now().getTime();
    for (const step of policy.steps) {
      if (reminderAt(step, invoice.dueDate!, policy, invoice.seller!.timeZone) >= now) await this.plan(tx, invoice, step, 'policy');
    }
  }

  /** @param invoice that was sent @returns undefined where the step is planned or done already */
  async plan(
    tx: Transaction,
    invoice: Invoice,
    { reminderType, days, ...message }: ReminderStep,
    source: InvoiceReminder['source'],
  ): Promise<string | undefined> {
    const policy = await this.reminders.policy(tx);
    const now = this.clock.now();
    const at = reminderAt({ reminderType, days }, invoice.dueDate!, policy, invoice.seller!.timeZone);
    const id = v7();
    const planned = {
      id,
      invoiceId: invoice.id,
      reminderType,
      days,
      message,
      source,
      dueAt: new Date(at).toISOString(),
      createdAt: now.toISOString(),
    };
    return (await this.reminders.plan(tx, planned)) ? id : undefined;
  }
}
