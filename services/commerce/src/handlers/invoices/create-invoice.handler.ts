import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { isCurrency, isDay } from '#contracts';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { MessageKeys, Problem, type Actor, type FieldError } from '#service-kit';
import { phoneAdvice, readPhoneOf } from '#whatsapp';
import { countInvoice, type InvoiceLine, type InvoiceSums } from '../../domain/invoices/amounts.js';
import { linesOfOrder } from '../../domain/invoices/lines-of-order.js';
import { InvoiceRow, type Invoice, type InvoiceParty } from '../../persistence/invoices/invoice.entity.js';
import { InvoicesRepository } from '../../persistence/invoices/invoices.repository.js';
import { OrderRow, type Order } from '../../persistence/orders/order.entity.js';
import { OrdersRepository } from '../../persistence/orders/orders.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Clock } from '../customers/clock.state.js';
import { FindCustomer } from '../customers/find-customer.step.js';
import { SendInvoice } from './send-invoice.step.js';
import { ShowInvoice, type ShownInvoice } from './show-invoice.step.js';

export interface InvoiceWords {
  lines?: readonly InvoiceLine[] | undefined;
  dueDate?: string | undefined;
  note?: string | undefined;
  language?: string | undefined;
  customer?: Partial<InvoiceParty> | undefined;
}

export interface NewInvoice extends InvoiceWords {
  invoiceNumber?: string | undefined;
  contactId?: string | undefined;
  phone?: string | undefined;
  country?: string | undefined;
  orderId?: string | undefined;
  currency?: string | undefined;
  status?: 'draft' | 'sent' | undefined;
}

/** As numbers of series look, which no number of one's own may: a series would give it once more. */
const OF_A_SERIES = /^[A-Z0-9-]{1,12}-\d{4}-\d{6,}$/;

/** Takes an invoice that a person or a program makes. */
@Injectable()
export class CreateInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly orders: OrdersRepository,
    private readonly findCustomer: FindCustomer,
    private readonly send: SendInvoice,
    private readonly show: ShowInvoice,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly keys: MessageKeys,
  ) {}

  /**
   * An order is invoiced once: the answer to a second time is the invoice of the first, unless that is void. A key stands for the invoice that
   * its first request was answered with, also for one that was there before.
   *
   * @throws {Problem} validation_failed, invoice_number_taken, idempotency_key_reused
   */
  async execute(tenantId: string, given: NewInvoice, by: Actor, key: string | undefined): Promise<ShownInvoice> {
    const phone = checked(given);
    return this.database.forTenant(tenantId, async (tx) => {
      const id = v7();
      // Two that invoice it at once go one after the other.
      const order = given.orderId === undefined ? undefined : await tx.rows(OrderRow).lock(given.orderId);
      if (given.orderId !== undefined && !order)
        throw Problem.invalid([{ field: 'orderId', message: 'orderId must be the id of an order' }]);
      const ofOrder = order && (await this.invoices.ofOrder(tx, order.id));
      const earlier = key === undefined ? undefined : await this.keys.take(tx, key, given, ofOrder ?? id);
      const known = earlier ?? ofOrder;
      if (known) return this.show.execute(tx, known);
      if (given.invoiceNumber !== undefined && (await this.invoices.hasNumber(tx, given.invoiceNumber))) {
        throw numberTaken(given.invoiceNumber);
      }
      const draft = await this.#draft(tx, id, given, phone, order);
      const stored = await tx
        .rows(InvoiceRow)
        .insert(draft)
        .catch((error: unknown) => {
          // Somebody else gave it to another one at the same time.
          throw uniqueViolation(error) === 'invoices_number' ? numberTaken(given.invoiceNumber!) : error;
        });
      const invoice = given.status === 'sent' ? await this.send.execute(tx, stored) : stored;
      const { invoiceNumber, status, totalMinor, currency } = invoice;
      this.audit.append(tx, by, 'created', { type: 'customer_invoice', id }, null, { invoiceNumber, status, totalMinor, currency });
      return this.show.execute(tx, id);
    });
  }

  async #draft(
    tx: Transaction,
    id: string,
    given: NewInvoice,
    phone: string | undefined,
    order: Order | undefined,
  ): Promise<Omit<Invoice, 'tenantId'>> {
    const customer = await this.findCustomer.execute(
      tx,
      given.contactId ?? (phone === undefined ? order?.contactId : undefined),
      phone ?? order?.phone,
    );
    const currency = order?.currency ?? given.currency!;
    if (given.currency !== undefined && given.currency !== currency) {
      throw Problem.invalid([{ field: 'currency', message: `currency must be that of the order, ${currency}` }]);
    }
    const language = given.language ?? order?.language ?? customer?.language ?? null;
    const lines = given.lines ?? linesOfOrder(await this.orders.itemsOf(tx, order!.id), order!.totalMinor, language);
    const now = this.clock.now().toISOString();
    const to = phone ?? order?.phone ?? customer?.phone ?? null;
    const { name, address, taxId, email } = given.customer ?? {};
    return {
      id,
      invoiceNumber: given.invoiceNumber ?? null,
      orderId: order?.id ?? null,
      contactId: customer?.id ?? null,
      phone: to,
      language,
      status: 'draft',
      currency,
      ...counted(lines),
      paidMinor: 0,
      creditedMinor: 0,
      dueDate: given.dueDate ?? null,
      issuedAt: null,
      seller: null,
      buyer: {
        name: name ?? order?.customerName ?? customer?.name ?? (to === null ? '' : `+${to}`),
        address: address ?? order?.address ?? '',
        taxId: taxId ?? null,
        email: email ?? null,
      },
      note: given.note ?? '',
      forgotten: false,
      promisedUntil: null,
      remindersStopped: null,
      remindedAt: null,
      createdAt: now,
      updatedAt: now,
    };
  }
}

/** @throws {Problem} validation_failed */
export function counted(lines: readonly InvoiceLine[]): InvoiceSums {
  const sums = countInvoice(lines);
  if (sums) return sums;
  throw Problem.invalid([{ field: 'lines', message: `lines must come to ${Number.MAX_SAFE_INTEGER} at most` }]);
}

const numberTaken = (number: string): Problem =>
  new Problem(409, 'invoice_number_taken', `There is an invoice ${number} already; leave the number out, or give another.`);

/** What is wrong with the words of an invoice. */
export const faultsOf = ({ dueDate }: InvoiceWords): FieldError[] =>
  dueDate === undefined || isDay(dueDate) ? [] : [{ field: 'dueDate', message: 'dueDate must be a day such as 2026-11-20' }];

/** @returns the phone as digits @throws {Problem} validation_failed */
function checked(given: NewInvoice): string | undefined {
  const { contactId, phone, country, currency, lines, orderId, invoiceNumber } = given;
  const errors = faultsOf(given);
  const read = phone === undefined ? undefined : readPhoneOf(phone, country);
  if (read && 'problem' in read) errors.push({ field: 'phone', message: `phone ${phoneAdvice(read.problem)}` });
  if (currency === undefined ? orderId === undefined : !isCurrency(currency)) {
    errors.push({ field: 'currency', message: 'currency must be a code of ISO 4217, such as USD' });
  }
  if (orderId === undefined) {
    if (lines === undefined) errors.push({ field: 'lines', message: 'lines must be there, or orderId' });
    if (phone === undefined && contactId === undefined) errors.push({ field: 'phone', message: 'phone must be there, or contactId' });
  }
  if (invoiceNumber !== undefined && OF_A_SERIES.test(invoiceNumber)) {
    const message = 'invoiceNumber must not look like a number of a series; leave it out, and the series gives one';
    errors.push({ field: 'invoiceNumber', message });
  }
  if (errors.length > 0) throw Problem.invalid(errors);
  return read && 'phone' in read ? read.phone : undefined;
}
