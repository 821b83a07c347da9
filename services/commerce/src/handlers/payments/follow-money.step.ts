import { Injectable } from '@nestjs/common';
import { fromStripe } from '#contracts';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import type { Told } from '../../domain/connections/shop-order.js';
import { isDisputed, joinFacts, type StripeFacts } from '../../domain/payments/stripe-facts.js';
import type { Connection } from '../../persistence/connections/connection.entity.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { PaySessionsRepository } from '../../persistence/payments/pay-sessions.repository.js';
import { StripePaymentsRepository } from '../../persistence/payments/stripe-payments.repository.js';
import type { Followed } from '../connections/follow-shop.step.js';
import { Clock } from '../customers/clock.state.js';
import { MoveMoneyHandler } from '../invoices/move-money.handler.js';
import { StopReminders } from '../invoices/stop-reminders.step.js';

const outcome = (kind: Followed['outcome'], detail: string | null = null): Followed => ({
  outcome: kind,
  detail,
  orderId: null,
  isRead: kind !== 'failed',
});

/**
 * Brings an invoice to where its payments at Stripe stand. What was told is joined first, and each payment, refund and lost dispute is recorded
 * under its own id: so order and repetition change nothing, and what comes before its payment waits for it.
 */
@Injectable()
export class FollowMoney {
  constructor(
    private readonly payments: StripePaymentsRepository,
    private readonly sessions: PaySessionsRepository,
    private readonly money: MoveMoneyHandler,
    private readonly stop: StopReminders,
    private readonly clock: Clock,
  ) {}

  /** A checkout that was not paid, or not yet. */
  async checkout(tx: Transaction, { sessionId, state }: Extract<Told, { kind: 'checkout' }>): Promise<Followed> {
    await this.sessions.follow(tx, sessionId, state);
    return outcome('applied');
  }

  async execute(tx: Transaction, connection: Connection, told: Extract<Told, { kind: 'money' }>): Promise<Followed> {
    const now = this.clock.now().toISOString();
    const known = await this.payments.lock(tx, connection.id, told.paymentId, now);
    const facts = joinFacts(known.facts, told.facts);
    const invoiceId = known.invoiceId ?? told.invoiceId ?? null;
    const invoice = invoiceId === null ? undefined : await tx.rows(InvoiceRow).lock(invoiceId);
    await this.payments.save(tx, { ...known, facts, invoiceId: invoice?.id ?? null, updatedAt: now });
    if (told.sessionId) await this.sessions.follow(tx, told.sessionId, 'done');
    if (told.invoiceId && !invoice) return outcome('ignored', 'There is no such invoice here.');
    if (!invoice || !facts.paid) return outcome('waiting', 'No payment of an invoice is known for it yet.');
    if (facts.paid.currency !== invoice.currency) {
      return outcome('failed', `It was paid in ${facts.paid.currency}, and the invoice is in ${invoice.currency}: record it by hand.`);
    }
    try {
      const moved = await this.#record(tx, invoice, told.paymentId, facts.paid, facts);
      await this.#dispute(tx, moved.invoice);
      return outcome(moved.isNew || JSON.stringify(facts) !== JSON.stringify(known.facts) ? 'applied' : 'unchanged');
    } catch (error) {
      if (error instanceof Problem) return outcome('failed', `${error.message} Compare the invoice with your account.`.slice(0, 500));
      throw error;
    }
  }

  /** Payments come before what is given back of them. */
  async #record(
    tx: Transaction,
    before: Invoice,
    paymentId: string,
    { amount, currency }: NonNullable<StripeFacts['paid']>,
    { refunds, disputes }: StripeFacts,
  ): Promise<{ invoice: Invoice; isNew: boolean }> {
    const minor = (each: number): number => fromStripe(each, currency);
    let invoice = await this.money.recordPayment(tx, before, { amountMinor: minor(amount), reference: paymentId }, 'stripe');
    for (const [id, refund] of Object.entries(refunds)) {
      const moved = { amountMinor: minor(refund.amount), reference: id };
      if (refund.state === 'succeeded') {
        invoice = await this.money.recordRefund(tx, invoice, { ...moved, reason: 'Refund', isOwedAgain: false });
      } else if (refund.state === 'failed' && (await this.money.isRecorded(tx, invoice.id, 'refund', id))) {
        // The bank sent it back, after it was on its way.
        invoice = await this.money.recordPayment(tx, invoice, moved, 'stripe');
      }
    }
    for (const [id, dispute] of Object.entries(disputes)) {
      if (dispute.state !== 'lost') continue;
      const lost = { amountMinor: minor(dispute.amount), reference: id, reason: 'Dispute', isOwedAgain: true };
      invoice = await this.money.recordRefund(tx, invoice, lost);
    }
    return { invoice, isNew: invoice.updatedAt !== before.updatedAt };
  }

  /** Nobody is reminded of what they dispute; a person lifts what was lost. */
  async #dispute(tx: Transaction, { id, remindersStopped }: Invoice): Promise<void> {
    const all = await this.payments.listOf(tx, id);
    const isOne = all.some(({ facts }) => isDisputed(facts));
    if (isOne && remindersStopped === null) await this.stop.execute(tx, id, 'disputed');
    const isOver = !isOne && all.some(({ facts }) => Object.keys(facts.disputes).length > 0);
    if (isOver && remindersStopped === 'disputed') await tx.rows(InvoiceRow).change(id, { remindersStopped: null });
  }
}
