import { Injectable } from '@nestjs/common';
import { columnsOf, idBefore, type Transaction } from '#database';
import type { KeptStatus } from '../../domain/invoices/states.js';
import type { KnownAs } from '../customers/customers.repository.js';
import { CreditNoteRow, type CreditNote } from './credit-note.entity.js';
import { InvoicePaymentRow, type InvoicePayment } from './invoice-payment.entity.js';
import { InvoiceRow, type Invoice } from './invoice.entity.js';

const COLUMNS = columnsOf(InvoiceRow, 'i');
const NEWEST = `order by i.id desc limit $3`;

export interface Page {
  /** At most so many. */
  limit: number;
  /** The id behind which to go on. */
  after?: string | undefined;
}

/** Days on which invoices are due. */
export interface DueDays {
  /** This one and later ones. */
  from?: string;
  before?: string;
}
/** Than every day. */
const LATER = '~';

/**
 * Invoices that name the customer's contact, and those that name a number of theirs and no contact. Where an invoice names another contact the
 * number does not count: it may have passed from that one to this.
 */
const ofCustomer = (part: (which: string) => string, { ids, phones }: { ids: string; phones: string }): string =>
  `select by_contact.* from unnest(${ids}::uuid[]) as given (id) cross join lateral ${part('i.contact_id = given.id')} by_contact union all
   select by_phone.* from unnest(${phones}::text[]) as given (number)
     cross join lateral ${part('i.phone = given.number and i.contact_id is null')} by_phone`;

/** One line of a customer's statement. */
export interface StatementEntry {
  at: string;
  kind: 'invoice' | 'payment' | 'refund' | 'credit_note' | 'void';
  invoiceId: string;
  /** Of the invoice or the credit note. */
  number: string;
  currency: string;
  /** What the customer owes more by it; negative what less. */
  amountMinor: number;
}

@Injectable()
export class InvoicesRepository {
  /** The newest first. @param status only of this one */
  async list(tx: Transaction, { limit, after }: Page, status?: KeptStatus): Promise<Invoice[]> {
    const from = `select ${COLUMNS} from commerce.invoices i where i.tenant_id = $1 and ${idBefore('i.id', '$2')}`;
    return status
      ? tx.query(`${from} and i.status = $4 ${NEWEST}`, [tx.tenantId, after ?? null, limit, status])
      : tx.query(`${from} ${NEWEST}`, [tx.tenantId, after ?? null, limit]);
  }

  /** Of a customer, the newest first. */
  async listOfContact(
    tx: Transaction,
    { limit, after }: Page,
    customer: KnownAs,
    { statuses, from = '', before = LATER }: { statuses: readonly KeptStatus[] | undefined } & DueDays,
  ): Promise<Invoice[]> {
    const part = (which: string): string =>
      `(select ${COLUMNS} from commerce.invoices i where i.tenant_id = $1 and ${idBefore('i.id', '$2')} and ${which}
         and ($6::text[] is null or i.status = any($6)) and coalesce(i.due_date, '') >= $7 and coalesce(i.due_date, '') < $8 ${NEWEST})`;
    return tx.query(`select * from (${ofCustomer(part, { ids: '$4', phones: '$5' })}) i order by i.id desc limit $3`, [
      tx.tenantId,
      after ?? null,
      limit,
      customer.ids,
      customer.phones,
      statuses ?? null,
      from,
      before,
    ]);
  }

  /** Open ones by the day on which they are due, from the one behind which to go on. */
  async listOpen(
    tx: Transaction,
    { limit, after, afterDay }: Page & { afterDay?: string | undefined },
    { statuses, from = '', before = LATER }: { statuses: readonly KeptStatus[] } & DueDays,
  ): Promise<Invoice[]> {
    return tx.query(
      `select open.* from unnest($2::text[]) as given (status) cross join lateral (
         select ${COLUMNS} from commerce.invoices i
         where i.tenant_id = $1 and i.status = given.status and i.status in ('sent', 'partly_paid')
           and (i.due_date, i.id) > ($4::text, $5::uuid) and i.due_date < $6
         order by i.due_date, i.id limit $3) open
       order by open."dueDate", open.id limit $3`,
      [tx.tenantId, statuses, limit, afterDay ?? from, after ?? '00000000-0000-0000-0000-000000000000', before],
    );
  }

  /** The invoice of an order that is not void. */
  async ofOrder(tx: Transaction, orderId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from commerce.invoices where tenant_id = $1 and order_id = $2 and order_id is not null and status <> 'void'`,
      [tx.tenantId, orderId],
    );
    return row?.id;
  }

  async hasNumber(tx: Transaction, number: string): Promise<boolean> {
    const rows = await tx.query(
      `select 1 from commerce.invoices where tenant_id = $1 and invoice_number = $2 and invoice_number is not null`,
      [tx.tenantId, number],
    );
    return rows.length > 0;
  }

  /** Until the transaction ends, nobody else draws a number of the series. */
  async drawNumber(tx: Transaction, series: string, year: number): Promise<number> {
    const [row] = await tx.query<{ number: number }>(
      `insert into commerce.invoice_numbers as n (tenant_id, series, year, last_number) values ($1, $2, $3, 1)
       on conflict (tenant_id, series, year) do update set last_number = n.last_number + 1 returning last_number as number`,
      [tx.tenantId, series, year],
    );
    return row!.number;
  }

  /** In the order in which they were recorded; an invoice has few. */
  async paymentsOf(tx: Transaction, id: string): Promise<InvoicePayment[]> {
    return tx.query(
      `select ${columnsOf(InvoicePaymentRow, 'p')} from commerce.invoice_payments p where p.tenant_id = $1 and p.invoice_id = $2 order by p.id limit 500`,
      [tx.tenantId, id],
    );
  }

  async creditsOf(tx: Transaction, id: string): Promise<CreditNote[]> {
    return tx.query(
      `select ${columnsOf(CreditNoteRow, 'c')} from commerce.credit_notes c where c.tenant_id = $1 and c.invoice_id = $2 order by c.id limit 500`,
      [tx.tenantId, id],
    );
  }

  async findPayment(
    tx: Transaction,
    invoiceId: string,
    kind: InvoicePayment['kind'],
    reference: string,
  ): Promise<InvoicePayment | undefined> {
    const [row] = await tx.query<InvoicePayment>(
      `select ${columnsOf(InvoicePaymentRow, 'p')} from commerce.invoice_payments p
       where p.tenant_id = $1 and p.invoice_id = $2 and p.kind = $3 and p.reference = $4`,
      [tx.tenantId, invoiceId, kind, reference],
    );
    return row;
  }

  async findCredit(tx: Transaction, invoiceId: string, reference: string): Promise<CreditNote | undefined> {
    const [row] = await tx.query<CreditNote>(
      `select ${columnsOf(CreditNoteRow, 'c')} from commerce.credit_notes c where c.tenant_id = $1 and c.invoice_id = $2 and c.reference = $3`,
      [tx.tenantId, invoiceId, reference],
    );
    return row;
  }

  /** What a customer owes by all invoices that were sent to them, in each currency; negative what is owed to them. */
  async balances(tx: Transaction, { ids, phones }: KnownAs): Promise<{ currency: string; amountMinor: number }[]> {
    const part = (which: string): string =>
      `(select i.currency, case when i.status = 'void' then -i.paid_minor else i.total_minor - i.credited_minor - i.paid_minor end as minor
         from commerce.invoices i where i.tenant_id = $1 and ${which} and i.issued_at is not null)`;
    return tx.query(
      `select currency, sum(minor)::bigint as "amountMinor" from (${ofCustomer(part, { ids: '$2', phones: '$3' })}) owed
       group by currency order by currency`,
      [tx.tenantId, ids, phones],
    );
  }

  /** What moved the account of a customer in a currency, the newest first. */
  async statement(tx: Transaction, { ids, phones }: KnownAs, limit: number): Promise<StatementEntry[]> {
    const part = (which: string): string =>
      `(select i.* from commerce.invoices i where i.tenant_id = $1 and ${which} order by i.id desc limit $4)`;
    return tx.query(
      `with theirs as materialized (
         select i.id, i.invoice_number, i.currency, i.total_minor, i.credited_minor, i.status, i.issued_at, i.updated_at
         from (${ofCustomer(part, { ids: '$2', phones: '$3' })}) i
         where i.issued_at is not null
       )
       select * from (
         select issued_at as at, 'invoice' as kind, id as "invoiceId", invoice_number as number, currency, total_minor as "amountMinor" from theirs
         union all
         select updated_at, 'void', id, invoice_number, currency, credited_minor - total_minor from theirs where status = 'void' and credited_minor < total_minor
         union all
         select p.at, p.kind, i.id, i.invoice_number, i.currency, case p.kind when 'refund' then p.amount_minor else -p.amount_minor end
         from theirs i cross join lateral (select * from commerce.invoice_payments where tenant_id = $1 and invoice_id = i.id limit $4) p
         union all
         select c.issued_at, 'credit_note', i.id, c.credit_number, i.currency, -c.amount_minor
         from theirs i cross join lateral (select * from commerce.credit_notes where tenant_id = $1 and invoice_id = i.id limit $4) c
       ) entries order by at desc, "invoiceId" desc, number desc limit $4`,
      [tx.tenantId, ids, phones, limit],
    );
  }

  /** Takes out of invoices what names a customer, and out of their reminders what a person wrote. @returns of which */
  async forget(
    tx: Transaction,
    { phones = [], contactIds = [], orderIds }: { phones?: readonly string[]; contactIds?: readonly string[]; orderIds: readonly string[] },
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with theirs as materialized (
         select id from commerce.invoices where tenant_id = $1 and phone = any($2::text[])
         union select id from commerce.invoices where tenant_id = $1 and contact_id = any($3::uuid[])
         union select id from commerce.invoices where tenant_id = $1 and order_id = any($4::uuid[]) and order_id is not null
       )
       update commerce.invoices i set contact_id = null, phone = null, language = null, forgotten = true,
         buyer = '{"name":"","address":"","taxId":null,"email":null}'
       from theirs where i.tenant_id = $1 and i.id = theirs.id returning i.id`,
      [tx.tenantId, phones, contactIds, orderIds],
    );
    const ids = rows.map(({ id }) => id);
    await tx.execute(
      `update commerce.invoice_reminders set message = '{}' where tenant_id = $1 and invoice_id = any($2::uuid[]) and source = 'hand'`,
      [tx.tenantId, ids],
    );
    return ids;
  }
}
