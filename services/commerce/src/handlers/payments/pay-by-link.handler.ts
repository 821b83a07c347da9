import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { InvoiceRow } from '../../persistence/invoices/invoice.entity.js';
import { PayLinksRepository } from '../../persistence/payments/pay-links.repository.js';
import { Audit } from '../audit/audit.step.js';
import { notPayable } from '../invoices/invoice-problems.js';
import { OpenCheckoutHandler, type Opened } from './open-checkout.handler.js';
import { PayLinks, TOKEN } from './pay-links.step.js';

export interface PaymentLink {
  url: string;
  amountMinor: number;
  currency: string;
}

/** Links to pay: made for a company, followed by its customers. */
@Injectable()
export class PayByLinkHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly links: PayLinks,
    private readonly tokens: PayLinksRepository,
    private readonly open: OpenCheckoutHandler,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, invoice_not_payable, stripe_not_connected, payment_account_failed */
  async make(tenantId: string, id: string, by: Actor): Promise<PaymentLink> {
    const url = await this.database.forTenant(tenantId, async (tx) => {
      const invoice = await tx.rows(InvoiceRow).find(id);
      if (!invoice) throw Problem.notFound('invoice');
      if (invoice.status === 'draft' || invoice.status === 'void') throw notPayable(invoice.status);
      if (!(await this.links.account(tx))) throw noAccount();
      this.audit.append(tx, by, 'payment_link_made', { type: 'customer_invoice', id }, null, { invoiceNumber: invoice.invoiceNumber });
      return this.links.make(tx, id);
    });
    const opened = await this.open.execute(tenantId, id, url);
    switch (opened.state) {
      case 'open':
        return { url, amountMinor: opened.amountMinor, currency: opened.invoice.currency };
      case 'no_account':
        throw noAccount();
      case 'refused':
        throw new Problem(502, 'payment_account_failed', `Stripe did not open a checkout: ${opened.detail}`);
      default:
        throw notPayable(opened.invoice.status);
    }
  }

  /** @returns undefined for a link that is none */
  async follow(token: string): Promise<(Opened & { link: string }) | undefined> {
    const whose = TOKEN.test(token) ? await this.database.forSystem((tx) => this.tokens.whose(tx, token)) : undefined;
    if (!whose) return undefined;
    const link = this.links.address(token);
    const opened = await this.open.execute(whose.tenantId, whose.invoiceId, link);
    return { ...opened, link };
  }
}

const noAccount = (): Problem =>
  new Problem(409, 'stripe_not_connected', 'No Stripe account takes payments. Connect one with its key, and switch it on.');
