import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { MessageChange } from '#messaging';
import { InvoiceMessageRow, type InvoiceMessage } from './invoice-message.entity.js';

@Injectable()
export class InvoiceMessagesRepository {
  /** @returns false where the customer was told that already */
  async insert(
    tx: Transaction,
    { id, invoiceId, type, once, status, code, detail, at }: Omit<InvoiceMessage, 'tenantId' | 'updatedAt'>,
  ): Promise<boolean> {
    const inserted = await tx.execute(
      `insert into commerce.invoice_messages (tenant_id, id, invoice_id, type, once, status, code, detail, at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) on conflict do nothing`,
      [tx.tenantId, id, invoiceId, type, once, status, code, detail, at],
    );
    return inserted === 1;
  }

  /** The oldest first; an invoice has few. */
  async listOf(tx: Transaction, invoiceId: string): Promise<InvoiceMessage[]> {
    return tx.query(
      `select ${columnsOf(InvoiceMessageRow, 'm')} from commerce.invoice_messages m where m.tenant_id = $1 and m.invoice_id = $2
       order by m.id limit 200`,
      [tx.tenantId, invoiceId],
    );
  }

  /** Messages of this type of which nothing was heard: they may not have left. */
  async waiting(tx: Transaction, invoiceId: string, type: InvoiceMessage['type']): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from commerce.invoice_messages where tenant_id = $1 and invoice_id = $2 and type = $3 and status = 'requested' limit 200`,
      [tx.tenantId, invoiceId, type],
    );
    return rows.map(({ id }) => id);
  }

  /** @param changes in their order */
  async follow(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    for (const { messageId, status, refusal, errors, at } of changes) {
      const error = errors[0];
      await tx.execute(
        `update commerce.invoice_messages set status = $3, code = $4, detail = $5, updated_at = $6 where tenant_id = $1 and id = $2`,
        [tx.tenantId, messageId, status, refusal?.code ?? error?.code?.toString() ?? null, refusal?.detail ?? error?.title ?? null, at],
      );
    }
  }
}
