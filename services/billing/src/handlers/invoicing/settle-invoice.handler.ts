import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceClock } from '../invoices/invoice-clock.state.js';
import { noInvoice } from '../invoices/invoice-problems.js';
import { ResumeInvoicing } from './resume-invoicing.step.js';

@Injectable()
export class SettleInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly resume: ResumeInvoicing,
    private readonly audit: Audit,
    private readonly clock: InvoiceClock,
  ) {}

  /**
   * An open invoice was paid. Who was suspended for it, and owes nothing else that is as late, goes on.
   *
   * @param reference as the payment is called; the same one twice is once
   * @throws {Problem} 404; 409 invoice_not_open
   */
  async execute(tenantId: string, id: string, reference: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      // First what the job locks first.
      const subscription = await this.resume.lock(tx);
      const payment = await this.invoices.lockPayment(tx, id);
      if (!payment) throw noInvoice();
      if (payment.status === 'paid' && payment.reference === reference) return;
      if (payment.status !== 'open') {
        const how =
          payment.status === 'paid' ? `was paid with the reference ${payment.reference ?? 'of nothing to pay'}` : 'was taken back';
        throw new Problem(409, 'invoice_not_open', `This invoice ${how}. Choose one that is open.`);
      }
      await this.invoices.changePayment(tx, id, { status: 'paid', paidAt: this.clock.now().toISOString(), reference });
      this.audit.append(tx, by, 'paid', { type: 'invoice', id }, null, { reference });
      await this.resume.execute(tx, subscription);
    });
  }
}
