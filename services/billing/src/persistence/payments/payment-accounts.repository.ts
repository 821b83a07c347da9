import { Injectable } from '@nestjs/common';
import { columnsOf, type Read, type Transaction } from '#database';
import type { Standing } from '../../domain/payments/standing.js';
import { PaymentAccountRow } from './payment-account.entity.js';

export type PaymentAccount = Read<PaymentAccountRow>;

const COLUMNS = columnsOf(PaymentAccountRow);

/** One row a company that has ever gone to a checkout. */
@Injectable()
export class PaymentAccountsRepository {
  async find(tx: Transaction): Promise<PaymentAccount | undefined> {
    const [row] = await tx.query<PaymentAccount>(`select ${COLUMNS} from billing.payment_accounts where tenant_id = $1`, [tx.tenantId]);
    return row;
  }

  /** Until the end of the transaction nobody else changes it. */
  async lock(tx: Transaction): Promise<PaymentAccount | undefined> {
    const [row] = await tx.query<PaymentAccount>(`select ${COLUMNS} from billing.payment_accounts where tenant_id = $1 for update`, [
      tx.tenantId,
    ]);
    return row;
  }

  /** The first customer of a tenant stays. */
  async add(tx: Transaction, provider: string, customerId: string): Promise<void> {
    await tx.execute(
      `insert into billing.payment_accounts (tenant_id, provider, customer_id) values ($1, $2, $3) on conflict (tenant_id) do nothing`,
      [tx.tenantId, provider, customerId],
    );
  }

  /** Under the system role. @returns whose a customer is */
  async tenantOf(tx: Transaction, customerId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ tenantId: string }>(
      `select tenant_id as "tenantId" from billing.payment_accounts where customer_id = $1`,
      [customerId],
    );
    return row?.tenantId;
  }

  /** @returns the number of a reading that begins now */
  async beginReading(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ reading: number }>(
      `update billing.payment_accounts set readings_begun = readings_begun + 1 where tenant_id = $1 returning readings_begun as reading`,
      [tx.tenantId],
    );
    return row!.reading;
  }

  /** @returns the number of a checkout of a plan that is made now; a later one has a higher one */
  async beginCheckout(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ turn: number }>(
      `update billing.payment_accounts set checkouts_begun = checkouts_begun + 1 where tenant_id = $1 returning checkouts_begun as turn`,
      [tx.tenantId],
    );
    return row!.turn;
  }

  async store(tx: Transaction, reading: number, standing: Standing): Promise<void> {
    const { subscriptionId, status, plan, version, failedTries, periodEndsAt, endsAt, suspended } = standing;
    await tx.execute(
      `update billing.payment_accounts set subscription_id = $2, status = $3, plan = $4, plan_version = $5, failed_tries = $6,
         period_ends_at = $7, ends_at = $8, is_suspended = $9, reading_stored = $10,
         has_subscribed = has_subscribed or $2::text is not null where tenant_id = $1`,
      [tx.tenantId, subscriptionId, status, plan, version, failedTries, periodEndsAt, endsAt, suspended, reading],
    );
  }

  /** Whether the plan is paid by invoices of the operator, and not here. */
  async isInvoiced(tx: Transaction): Promise<boolean> {
    const rows = await tx.query(`select from billing.invoiced_subscriptions where tenant_id = $1`, [tx.tenantId]);
    return rows.length > 0;
  }

  /** Whether the effects of a notice are here. */
  async knows(tx: Transaction, noticeId: string): Promise<boolean> {
    const rows = await tx.query(`select from billing.inbox where tenant_id = $1 and event_id = $2`, [tx.tenantId, noticeId]);
    return rows.length > 0;
  }
}
