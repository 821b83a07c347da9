import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { invoicePdf } from '#pdf';
import { Problem } from '#service-kit';
import { printedCreditNote, printedInvoice, type PrintedFacts } from '../../domain/invoices/printed.js';
import { localeOf } from '../../domain/order-messages/compose.js';
import { CreditNoteRow } from '../../persistence/invoices/credit-note.entity.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { PayLinks } from '../payments/pay-links.step.js';
import { SignInvoice } from './sign-invoice.step.js';

export interface Pdf {
  name: string;
  bytes: Buffer;
}

/** Draws invoices and credit notes, each time from what never changes: the same bytes each time, once an invoice has its link to pay. Of a draft as it would be now. */
@Injectable()
export class DrawInvoiceHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: InvoiceSettingsRepository,
    private readonly sign: SignInvoice,
    private readonly payLinks: PayLinks,
  ) {}

  /** @throws {Problem} not_found */
  async invoice(tenantId: string, id: string): Promise<Pdf> {
    const { invoice, facts, link } = await this.database.forTenant(tenantId, async (tx) => ({
      ...(await this.#read(tx, id)),
      link: await this.payLinks.find(tx, id),
    }));
    const isSpanish = facts.locale.startsWith('es');
    const number = invoice.invoiceNumber ?? (isSpanish ? 'Borrador' : 'Draft');
    const isVoid = invoice.status === 'void' ? [isSpanish ? 'ANULADA' : 'VOID'] : [];
    const pay = link && invoice.status !== 'void' ? [`${isSpanish ? 'Para pagar' : 'To pay'}: ${link}`] : [];
    const notes = [...isVoid, ...(invoice.note === '' ? [] : invoice.note.split('\n')), ...pay];
    return { name: `${number}.pdf`, bytes: await invoicePdf(printedInvoice(facts, { ...invoice, number, notes })) };
  }

  /** @throws {Problem} not_found */
  async creditNote(tenantId: string, id: string, creditNoteId: string): Promise<Pdf> {
    const { invoice, facts, credit } = await this.database.forTenant(tenantId, async (tx) => {
      const found = await tx.rows(CreditNoteRow).find(creditNoteId);
      if (found?.invoiceId !== id) throw Problem.notFound('credit note');
      return { ...(await this.#read(tx, id)), credit: found };
    });
    const page = printedCreditNote(
      { ...facts, issuedAt: credit.issuedAt },
      { ...credit, number: credit.creditNumber, corrects: invoice.invoiceNumber! },
    );
    return { name: `${credit.creditNumber}.pdf`, bytes: await invoicePdf(page) };
  }

  /** For whoever has the link. @throws {Problem} link_not_valid, not_found */
  async behindLink(head: string, body: string): Promise<Pdf> {
    const link = this.sign.read(head, body);
    if (!link) throw new Problem(403, 'link_not_valid', 'The link is not valid, or has expired. Ask for the invoice again.');
    return this.invoice(link.tenantId, link.invoiceId);
  }

  async #read(tx: Transaction, id: string): Promise<{ invoice: Invoice; facts: PrintedFacts }> {
    const invoice = await tx.rows(InvoiceRow).find(id);
    if (!invoice) throw Problem.notFound('invoice');
    const { currency, buyer, language, issuedAt, createdAt } = invoice;
    const company = await this.settings.company(tx);
    const settings = await this.settings.find(tx);
    const seller = invoice.seller ?? { ...settings, name: settings.name || company.name, timeZone: company.timeZone };
    return { invoice, facts: { currency, locale: localeOf(language ?? company.language), issuedAt: issuedAt ?? createdAt, seller, buyer } };
  }
}
