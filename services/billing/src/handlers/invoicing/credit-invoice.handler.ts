import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { Audit } from '../audit/audit.step.js';
import { noInvoice } from '../invoices/invoice-problems.js';
import { IssueInvoice } from '../invoices/issue-invoice.step.js';
import { ResumeInvoicing } from './resume-invoicing.step.js';

@Injectable()
export class CreditInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly issue: IssueInvoice,
    private readonly resume: ResumeInvoicing,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes an invoice back, or a part of it. One that was not paid and is taken back whole is to be paid no more. No money is moved.
   *
   * @param reference the same one twice is one credit note
   * @returns the id of the credit note
   * @throws {Problem} 404; 409 reference_reused; not_reversible, of a payment into the deposit; 422 credit_too_large
   */
  async execute(
    tenantId: string,
    id: string,
    credit: { amountMinor: number; reason: string; reference: string },
    by: Actor,
  ): Promise<string> {
    return this.database.forTenant(tenantId, async (tx) => {
      const subscription = await this.resume.lock(tx);
      // Two at once go one after the other: together they take back no more than there is.
      const payment = await this.invoices.lockPayment(tx, id);
      const invoice = payment && (await this.invoices.find(tx, id));
      if (!invoice || invoice.kind !== 'invoice') throw noInvoice();
      if (invoice.source === 'top_up') {
        const detail =
          'The invoice is of a payment into the deposit. Give the payment back, or correct it in the ledger: the credit note follows.';
        throw new Problem(409, 'not_reversible', detail);
      }
      const { amountMinor, reason, reference } = credit;
      const before = await this.invoices.of(tx, 'credit', reference);
      if (before) {
        if (before.corrects === id && before.totalMinor === amountMinor) return before.id;
        throw new Problem(409, 'reference_reused', `The reference ${reference} was used for another credit note. Use a new one.`);
      }
      const left = invoice.totalMinor - (await this.invoices.credited(tx, id));
      if (amountMinor > left) {
        throw new Problem(
          422,
          'credit_too_large',
          `Of this invoice ${left} can be taken back, in the smallest unit of ${invoice.currency}.`,
        );
      }
      const lines = [{ kind: 'correction' as const, description: reason, amountMinor }];
      const { currency } = invoice;
      const note = await this.issue.execute(tx, {
        kind: 'credit_note',
        source: 'credit',
        reference,
        currency,
        lines,
        paidBy: reference,
        corrects: id,
      });
      if (payment.status === 'open' && amountMinor === left) {
        await this.invoices.changePayment(tx, id, { status: 'cancelled' });
        await this.resume.execute(tx, subscription);
      }
      this.audit.append(tx, by, 'credited', { type: 'invoice', id }, null, { amountMinor, currency, creditNote: note.id });
      return note.id;
    });
  }
}
