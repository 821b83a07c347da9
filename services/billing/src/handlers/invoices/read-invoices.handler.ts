import { Injectable } from '@nestjs/common';
import { invoiceNumber, taxText } from '#contracts';
import { invoicePdf, type Party } from '#pdf';
import { TenantDatabase } from '#database';
import { stateOf, type InvoiceParty, type InvoiceState } from '../../domain/invoices/invoice.js';
import { InvoicesRepository, type StoredInvoice } from '../../persistence/invoices/invoices.repository.js';
import { InvoiceClock } from './invoice-clock.state.js';
import { noInvoice } from './invoice-problems.js';

export type InvoiceShown = StoredInvoice & { state: InvoiceState; fullNumber: string };

@Injectable()
export class ReadInvoicesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invoices: InvoicesRepository,
    private readonly clock: InvoiceClock,
  ) {}

  /** The newest first. @returns one more than the limit where there are more */
  async list(tenantId: string, page: { before: string | undefined; limit: number }): Promise<InvoiceShown[]> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.invoices.list(tx, page.before, page.limit + 1));
    return rows.map((row) => this.#shown(row));
  }

  /** @throws {Problem} 404 */
  async one(tenantId: string, id: string): Promise<InvoiceShown> {
    const row = await this.database.forTenant(tenantId, (tx) => this.invoices.find(tx, id));
    if (!row) throw noInvoice();
    return this.#shown(row);
  }

  /** Drawn each time from what never changes: the same bytes each time. @throws {Problem} 404 */
  async pdf(tenantId: string, id: string): Promise<{ name: string; bytes: Buffer }> {
    const [row, corrected] = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.invoices.find(tx, id);
      return [found, found?.corrects ? await this.invoices.find(tx, found.corrects) : undefined] as const;
    });
    if (!row) throw noInvoice();
    const name = invoiceNumber(row);
    const bytes = await invoicePdf({
      kind: row.kind,
      number: name,
      locale: row.locale,
      currency: row.currency,
      issuedAt: new Date(row.issuedAt),
      ...(row.dueAt && { dueAt: new Date(row.dueAt) }),
      ...(row.periodFrom && row.periodTo && { period: { from: new Date(row.periodFrom), to: new Date(row.periodTo) } }),
      ...(corrected && { corrects: invoiceNumber(corrected) }),
      seller: partyOf(row.seller),
      buyer: partyOf(row.buyer),
      lines: row.lines,
      taxes: row.taxRate > 0 ? [{ name: taxText(row.taxName, row.taxRate), amountMinor: row.taxMinor }] : [],
      subtotalMinor: row.subtotalMinor,
      totalMinor: row.totalMinor,
      notes: row.note === '' ? [] : row.note.split('\n'),
    });
    return { name: `${name}.pdf`, bytes };
  }

  #shown(row: StoredInvoice): InvoiceShown {
    return { ...row, state: stateOf(row.status, row.dueAt, this.clock.now()), fullNumber: invoiceNumber(row) };
  }
}

const partyOf = ({ name, address, taxId, email }: InvoiceParty): Party => ({
  name,
  lines: address.split('\n'),
  ...(taxId && { taxId }),
  ...(email && { email }),
});
