import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Stop } from '../../domain/invoices/reminders.js';
import { InvoiceRow } from '../../persistence/invoices/invoice.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { WithdrawReminders } from './withdraw-reminders.step.js';

/** Ends the reminders of an invoice. */
@Injectable()
export class StopReminders {
  constructor(
    private readonly reminders: RemindersRepository,
    private readonly withdraw: WithdrawReminders,
  ) {}

  async execute(tx: Transaction, invoiceId: string, reason: Stop): Promise<void> {
    await tx.rows(InvoiceRow).change(invoiceId, { remindersStopped: reason });
    await this.reminders.stop(tx, invoiceId, reason);
    await this.withdraw.execute(tx, invoiceId);
  }
}
