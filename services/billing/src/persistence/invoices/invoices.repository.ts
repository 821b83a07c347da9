import { Injectable } from '@nestjs/common';
import { columnsOf, type Read, type Transaction } from '#database';
import type { InvoiceSource } from '../../domain/invoices/invoice.js';
import { InvoicePaymentRow } from './invoice-payment.entity.js';
import { InvoiceRow } from './invoice.entity.js';

export type StoredInvoice = Omit<Read<InvoiceRow>, 'tenantId'> &
  Pick<Read<InvoicePaymentRow>, 'status' | 'paidAt' | 'remindedAt'> & {
    paymentReference: string | null;
  };

export type OpenInvoice = Omit<Read<InvoicePaymentRow>, 'tenantId'>;

const SHOWN = [
  'id',
  'kind',
  'series',
  'year',
  'number',
  'issuedAt',
  'dueAt',
  'corrects',
  'currency',
  'locale',
  'seller',
  'buyer',
  'lines',
  'taxName',
  'taxRate',
  'subtotalMinor',
  'taxMinor',
  'totalMinor',
  'note',
  'source',
  'reference',
] as const;
const COLUMNS = `${columnsOf(InvoiceRow, 'i', SHOWN)}, i.period_from::text as "periodFrom", i.period_to::text as "periodTo",
  p.status, p.paid_at as "paidAt", p.reminded_at as "remindedAt", p.reference as "paymentReference"`;
/** Of each invoice that is shown its payment is looked up, as no join of the two tables would promise. */
const FROM = `billing.invoices i cross join lateral (
    select * from billing.invoice_payments where tenant_id = i.tenant_id and invoice_id = i.id limit 1) p`;
/** Enough for somebody who never paid for years. */
const MAX_OPEN = 500;

@Injectable()
export class InvoicesRepository {
  /** Until the transaction ends, nobody else draws a number of the series. */
  async drawNumber(tx: Transaction, series: string, year: number): Promise<number> {
    const [row] = await tx.query<{ number: number }>(`select billing.draw_invoice_number($1, $2) as number`, [series, year]);
    return row!.number;
  }

  async find(tx: Transaction, id: string): Promise<StoredInvoice | undefined> {
    const [row] = await tx.query<StoredInvoice>(`select ${COLUMNS} from ${FROM} where i.tenant_id = $1 and i.id = $2`, [tx.tenantId, id]);
    return row;
  }

  async of(tx: Transaction, source: InvoiceSource, reference: string): Promise<StoredInvoice | undefined> {
    const [row] = await tx.query<StoredInvoice>(
      `select ${COLUMNS} from ${FROM} where i.tenant_id = $1 and i.source = $2 and i.reference = $3`,
      [tx.tenantId, source, reference],
    );
    return row;
  }

  /** The newest first. @param before the id at which the page before ended */
  async list(tx: Transaction, before: string | undefined, limit: number): Promise<StoredInvoice[]> {
    return tx.query(`select ${COLUMNS} from ${FROM} where i.tenant_id = $1 and i.id < $2::uuid order by i.id desc limit $3`, [
      tx.tenantId,
      before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      limit,
    ]);
  }

  async add(
    tx: Transaction,
    invoice: Omit<Read<InvoiceRow>, 'tenantId'>,
    payment: Omit<OpenInvoice, 'invoiceId' | 'remindedAt'>,
  ): Promise<void> {
    await tx.rows(InvoiceRow).insert(invoice);
    await tx.rows(InvoicePaymentRow).insert({ ...payment, invoiceId: invoice.id, remindedAt: null });
  }

  /** Nobody else changes whether it is paid until the transaction ends. */
  async lockPayment(tx: Transaction, id: string): Promise<OpenInvoice | undefined> {
    return tx.rows(InvoicePaymentRow).lock(id);
  }

  async changePayment(
    tx: Transaction,
    id: string,
    to: Partial<Pick<OpenInvoice, 'status' | 'paidAt' | 'reference' | 'remindedAt'>>,
  ): Promise<void> {
    await tx.rows(InvoicePaymentRow).change(id, to);
  }

  /** What is to be paid, the oldest first. */
  async open(tx: Transaction): Promise<OpenInvoice[]> {
    return tx.query(
      `select ${columnsOf(InvoicePaymentRow)} from billing.invoice_payments
       where tenant_id = $1 and status = 'open' order by due_at limit ${MAX_OPEN}`,
      [tx.tenantId],
    );
  }

  /** How much of an invoice credit notes have taken back. */
  async credited(tx: Transaction, id: string): Promise<number> {
    const [row] = await tx.query<{ credited: number }>(
      `select coalesce(sum(total_minor), 0)::bigint as credited from billing.invoices where tenant_id = $1 and corrects = $2`,
      [tx.tenantId, id],
    );
    return row!.credited;
  }
}
