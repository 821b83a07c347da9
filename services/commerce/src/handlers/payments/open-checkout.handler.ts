import { Injectable } from '@nestjs/common';
import { payableByStripe, toStripe } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Problem } from '#service-kit';
import { StripeAccount, StripeProblem, type StripeFault } from '../../clients/payments/stripe-account.client.js';
import { INVOICE_KEY } from '../../domain/connections/stripe.js';
import { dueOf, isOpen } from '../../domain/invoices/states.js';
import type { Connection } from '../../persistence/connections/connection.entity.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { PaySessionsRepository } from '../../persistence/payments/pay-sessions.repository.js';
import { Sealed } from '../connections/sealed.step.js';
import { Clock } from '../customers/clock.state.js';
import { PayLinks } from './pay-links.step.js';

/** A checkout that ends sooner is not given to anybody. */
const AT_LEAST_MS = 30 * 60_000;

/** What whoever follows a link finds. `changed`: the sum changed at this moment; asking again helps. */
export type Opened = { invoice: Invoice } & (
  | { state: 'open'; url: string; amountMinor: number }
  | { state: 'settled' | 'void' | 'processing' | 'no_account' | 'changed' }
  | { state: 'refused'; fault: StripeFault; detail: string }
);

/** Opens checkouts at a company's own account, each for what is due now. */
@Injectable()
export class OpenCheckoutHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly links: PayLinks,
    private readonly sessions: PaySessionsRepository,
    private readonly account: StripeAccount,
    private readonly sealed: Sealed,
    private readonly clock: Clock,
  ) {}

  /** No transaction is open while Stripe is asked. @param link of ours, to which the customer comes back @throws {Problem} not_found */
  async execute(tenantId: string, invoiceId: string, link: string): Promise<Opened> {
    const found = await this.database.forTenant(tenantId, (tx) => this.#look(tx, invoiceId));
    if ('state' in found) return found;
    const { invoice, connection, amountMinor, before } = found;
    try {
      const { apiKey } = this.sealed.credentials(connection.id, connection.credentials!);
      const checkout = await this.account.open(
        apiKey ?? '',
        checkoutOf(invoice, amountMinor, link),
        `invoice ${invoiceId} ${amountMinor} ${before}`,
      );
      return await this.database.forTenant(tenantId, async (tx) => {
        const now = (await tx.rows(InvoiceRow).lock(invoiceId))!;
        // Money may have moved while Stripe was asked: who moved it could not end what was not here yet.
        const isDue = isOpen(now.status) && payable(now) === amountMinor;
        const at = this.clock.now().toISOString();
        await this.sessions.insert(tx, {
          ...checkout,
          invoiceId,
          connectionId: connection.id,
          amountMinor,
          endAt: isDue ? null : at,
          createdAt: at,
        });
        return isDue ? { invoice: now, state: 'open', url: checkout.url, amountMinor } : { invoice: now, state: 'changed' };
      });
    } catch (error) {
      if (!(error instanceof StripeProblem)) throw error;
      return { invoice, state: 'refused', fault: error.fault, detail: error.message };
    }
  }

  async #look(
    tx: Transaction,
    invoiceId: string,
  ): Promise<Opened | { invoice: Invoice; connection: Connection; amountMinor: number; before: string }> {
    const invoice = await tx.rows(InvoiceRow).find(invoiceId);
    if (!invoice) throw Problem.notFound('invoice');
    if (invoice.status === 'void' || invoice.status === 'draft') return { invoice, state: 'void' };
    const amountMinor = payable(invoice);
    if (amountMinor === 0) return { invoice, state: 'settled' };
    const sessions = await this.sessions.listOf(tx, invoiceId);
    if (sessions.some(({ state }) => state === 'processing')) return { invoice, state: 'processing' };
    const connection = await this.links.account(tx);
    if (!connection) return { invoice, state: 'no_account' };
    const until = this.clock.now().getTime() + AT_LEAST_MS;
    const open = sessions.find(
      (session) =>
        session.state === 'open' &&
        session.endAt === null &&
        session.amountMinor === amountMinor &&
        session.connectionId === connection.id &&
        Date.parse(session.expiresAt) > until,
    );
    if (open) return { invoice, state: 'open', url: open.url, amountMinor };
    return { invoice, connection, amountMinor, before: sessions[0]?.id ?? 'first' };
  }
}

/** What a checkout takes: of three decimals Stripe takes tens, and never more than is due. */
const payable = (invoice: Invoice): number => payableByStripe({ amountMinor: dueOf(invoice), currency: invoice.currency });

const checkoutOf = ({ id, currency, invoiceNumber, language }: Invoice, amountMinor: number, link: string) => ({
  mode: 'payment',
  client_reference_id: id,
  metadata: { [INVOICE_KEY]: id },
  payment_intent_data: { metadata: { [INVOICE_KEY]: id }, description: invoiceNumber ?? '' },
  line_items: [
    {
      price_data: {
        currency: currency.toLowerCase(),
        unit_amount: toStripe({ amountMinor, currency }),
        product_data: { name: `${/^es\b/i.test(language ?? '') ? 'Factura' : 'Invoice'} ${invoiceNumber}` },
      },
      quantity: 1,
    },
  ],
  success_url: `${link}?back=paid`,
  cancel_url: `${link}?back=later`,
});
