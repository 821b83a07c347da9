import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { StripePaymentRow, type StripePayment } from './stripe-payment.entity.js';

@Injectable()
export class StripePaymentsRepository {
  /** What is known of a payment; nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, connectionId: string, paymentId: string, now: string): Promise<StripePayment> {
    await tx.execute(
      `insert into commerce.stripe_payments (tenant_id, connection_id, payment_id, updated_at) values ($1, $2, $3, $4) on conflict do nothing`,
      [tx.tenantId, connectionId, paymentId, now],
    );
    const [row] = await tx.query<StripePayment>(
      `select ${columnsOf(StripePaymentRow, 'p')} from commerce.stripe_payments p
       where p.tenant_id = $1 and p.connection_id = $2 and p.payment_id = $3 for update`,
      [tx.tenantId, connectionId, paymentId],
    );
    return row!;
  }

  async save(tx: Transaction, { connectionId, paymentId, invoiceId, facts, updatedAt }: StripePayment): Promise<void> {
    await tx.execute(
      `update commerce.stripe_payments set invoice_id = $4, facts = $5, updated_at = $6
       where tenant_id = $1 and connection_id = $2 and payment_id = $3`,
      [tx.tenantId, connectionId, paymentId, invoiceId, JSON.stringify(facts), updatedAt],
    );
  }

  /** All payments of an invoice; it has few. */
  async listOf(tx: Transaction, invoiceId: string): Promise<StripePayment[]> {
    return tx.query(
      `select ${columnsOf(StripePaymentRow, 'p')} from commerce.stripe_payments p where p.tenant_id = $1 and p.invoice_id = $2 limit 100`,
      [tx.tenantId, invoiceId],
    );
  }

  /** What came of payments for no invoice here, after 30 days. System role. @returns how many */
  async pruneWaiting(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, connection_id, payment_id from commerce.stripe_payments
         where invoice_id is null and updated_at < now() - interval '30 days' order by updated_at limit $1
       )
       delete from commerce.stripe_payments p using old
       where p.tenant_id = old.tenant_id and p.connection_id = old.connection_id and p.payment_id = old.payment_id and p.invoice_id is null`,
      [limit],
    );
  }
}
