import { Injectable } from '@nestjs/common';
import { invoiceNumber } from '#contracts';
import type { Transaction } from '#database';
import { dayAfter, dayOf } from '../../domain/invoices/days.js';
import { statusOf } from '../../domain/invoices/states.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { Clock } from '../customers/clock.state.js';
import { PlanReminders } from './plan-reminders.step.js';
import { TellInvoice } from './tell-invoice.step.js';

/**
 * Makes a draft final. Its number is drawn in this transaction, so that none is missing and none is given twice; what stands on it is kept as
 * it is now, and never changes.
 */
@Injectable()
export class SendInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly settings: InvoiceSettingsRepository,
    private readonly clock: Clock,
    private readonly tell: TellInvoice,
    private readonly plan: PlanReminders,
  ) {}

  /** @param invoice a draft, locked by this transaction */
  async execute(tx: Transaction, invoice: Invoice): Promise<Invoice> {
    const settings = await this.settings.find(tx);
    const company = await this.settings.company(tx);
    const now = this.clock.now();
    const today = dayOf(now, company.timeZone);
    const { name, address, taxId, email, taxName, color, series, dueDays } = settings;
    const final = {
      status: statusOf(invoice),
      language: invoice.language ?? company.language,
      dueDate: invoice.dueDate ?? dayAfter(today, dueDays),
      issuedAt: now.toISOString(),
      seller: { name: name || company.name, address, taxId, email, taxName, color, timeZone: company.timeZone },
      note: invoice.note || settings.note,
      updatedAt: now.toISOString(),
    };
    // The last thing before the row, since others wait from here on.
    const number = invoice.invoiceNumber ?? (await this.draw(tx, series, Number(today.slice(0, 4))));
    const sent = (await tx.rows(InvoiceRow).change(invoice.id, { ...final, invoiceNumber: number }))!;
    await this.plan.byPolicy(tx, sent);
    if (settings.sendsDocument) await this.tell.document(tx, sent, 'document');
    return sent;
  }

  async draw(tx: Transaction, series: string, year: number): Promise<string> {
    return invoiceNumber({ series, year, number: await this.invoices.drawNumber(tx, series, year) });
  }
}
