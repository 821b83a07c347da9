import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { MessageKeys, Problem, type Actor } from '#service-kit';
import { InvoiceMessageRow } from '../../persistence/invoices/invoice-message.entity.js';
import { InvoiceRow } from '../../persistence/invoices/invoice.entity.js';
import { Audit } from '../audit/audit.step.js';
import type { AskedMessage } from '../order-messages/ask-message.step.js';
import { notPayable } from './invoice-problems.js';
import { TellInvoice } from './tell-invoice.step.js';

/** Has the PDF of an invoice sent by hand. */
@Injectable()
export class TellInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tell: TellInvoice,
    private readonly audit: Audit,
    private readonly keys: MessageKeys,
  ) {}

  /** @throws {Problem} not_found, invoice_not_payable, idempotency_key_reused */
  async execute(tenantId: string, id: string, by: Actor, key: string | undefined): Promise<AskedMessage> {
    return this.database.forTenant(tenantId, async (tx) => {
      const invoice = await tx.rows(InvoiceRow).lock(id);
      if (!invoice) throw Problem.notFound('invoice');
      const messageId = v7();
      const earlier = key === undefined ? undefined : await this.keys.take(tx, key, { invoiceId: id }, messageId);
      if (earlier) {
        const { status, code } = (await tx.rows(InvoiceMessageRow).find(earlier))!;
        return { id: earlier, status, code };
      }
      if (invoice.status === 'draft' || invoice.status === 'void') throw notPayable(invoice.status);
      const asked = await this.tell.document(tx, invoice, messageId, messageId);
      this.audit.append(tx, by, 'customer_told', { type: 'customer_invoice', id }, null, { messageId });
      return asked;
    });
  }
}
