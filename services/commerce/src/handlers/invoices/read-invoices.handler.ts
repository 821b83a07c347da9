import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem } from '#service-kit';
import type { InvoiceStatus, KeptStatus } from '../../domain/invoices/states.js';
import { CustomersRepository } from '../../persistence/customers/customers.repository.js';
import { InvoicesRepository, type StatementEntry } from '../../persistence/invoices/invoices.repository.js';
import { ShowInvoice, type ListedInvoice, type ShownInvoice } from './show-invoice.step.js';

export interface InvoiceFilter {
  status?: InvoiceStatus | undefined;
  contactId?: string | undefined;
  limit: number;
  after?: string | undefined;
  afterDay?: string | undefined;
}

export interface Statement {
  /** What the customer owes by all invoices, by currency: never one in another. */
  balances: { currency: string; amountMinor: number }[];
  /** The newest first, {@link MOST_ENTRIES} at most. */
  entries: StatementEntry[];
}

/** Which open ones have a status today. */
function openOf(status: InvoiceStatus | undefined, today: string) {
  if (status === 'overdue') return { statuses: ['sent', 'partly_paid'] as const, before: today };
  return status === 'sent' || status === 'partly_paid' ? { statuses: [status] as const, from: today } : undefined;
}

/** Enough for years of a good customer; what is older is in the list of invoices. */
const MOST_ENTRIES = 500;

@Injectable()
export class ReadInvoicesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly customers: CustomersRepository,
    private readonly show: ShowInvoice,
  ) {}

  /** The newest first; open ones of a status by the day on which they are due. @returns one more than `limit` where there are more */
  async list(tenantId: string, { status, contactId, limit, after, afterDay }: InvoiceFilter): Promise<ListedInvoice[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      const today = await this.show.today(tx);
      const page = { limit: limit + 1, after, afterDay };
      const rows = await this.#rows(tx, page, today, status, contactId);
      return rows.map((row) => this.show.listed(row, today));
    });
  }

  async #rows(
    tx: Transaction,
    page: { limit: number; after: string | undefined; afterDay: string | undefined },
    today: string,
    status?: InvoiceStatus,
    contactId?: string,
  ) {
    const open = openOf(status, today);
    if (contactId !== undefined) {
      const customer = await this.customers.knownAs(tx, contactId, (await this.customers.find(tx, contactId))?.phone);
      return this.invoices.listOfContact(tx, page, customer, open ?? { statuses: status && [status as KeptStatus] });
    }
    if (open) return this.invoices.listOpen(tx, page, open);
    return this.invoices.list(tx, page, status as KeptStatus | undefined);
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<ShownInvoice> {
    return this.database.forTenant(tenantId, (tx) => this.show.execute(tx, id));
  }

  /** What moved the account of a customer, and what they owe. @throws {Problem} not_found */
  async statement(tenantId: string, contactId: string): Promise<Statement> {
    return this.database.forTenant(tenantId, async (tx) => {
      const customer = await this.customers.find(tx, contactId);
      if (!customer) throw Problem.notFound('contact');
      const theirs = await this.customers.knownAs(tx, contactId, customer.phone);
      return { balances: await this.invoices.balances(tx, theirs), entries: await this.invoices.statement(tx, theirs, MOST_ENTRIES) };
    });
  }
}
