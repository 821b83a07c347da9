import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { inTurns } from '#service-kit';
import { instantOf } from '#wall-clock';
import { dayOf } from '../../domain/invoices/days.js';
import { writeReminder } from '../../domain/invoices/messages.js';
import { decideReminder, whenOpen, type WorkingHours } from '../../domain/invoices/reminders.js';
import { dueOf, isOpen } from '../../domain/invoices/states.js';
import { InvoiceReminderRow, type InvoiceReminder } from '../../persistence/invoices/invoice-reminder.entity.js';
import { InvoiceRow, type Invoice } from '../../persistence/invoices/invoice.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { Clock } from '../customers/clock.state.js';
import { PayLinks } from '../payments/pay-links.step.js';
import { TellInvoice } from './tell-invoice.step.js';

/** Reminders of a tenant in one turn. */
const BATCH = 50;

type Change = Partial<Pick<InvoiceReminder, 'state' | 'reason' | 'dueAt' | 'messageId'>>;

/** Lets reminders go whose time has come. */
@Injectable()
export class SendRemindersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reminders: RemindersRepository,
    private readonly tell: TellInvoice,
    private readonly payLinks: PayLinks,
    private readonly clock: Clock,
  ) {}

  /** Tenants take turns, until nothing is due. @param isStopped asked between reminders @returns how many */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.reminders.tenantsDue(tx, this.clock.now().toISOString())),
      async (tenantId) => {
        let count = 0;
        while (count < BATCH && !isStopped() && (await this.#next(tenantId))) count++;
        return count;
      },
      isStopped,
    );
  }

  /**
   * The invoice is locked before anything is decided: whoever pays it waits until this is over, or is over already and is seen. So no reminder
   * is asked for after the commit of the payment.
   *
   * @returns whether there was one
   */
  async #next(tenantId: string): Promise<boolean> {
    const now = this.clock.now();
    return this.database.forTenant(tenantId, async (tx) => {
      const next = await this.reminders.nextDue(tx, now.toISOString());
      if (!next) return false;
      const invoice = (await tx.rows(InvoiceRow).lock(next.invoiceId))!;
      // Somebody else may have done it while this waited.
      const reminder = await tx.rows(InvoiceReminderRow).lock(next.id);
      if (reminder?.state !== 'planned' || reminder.dueAt !== next.dueAt) return true;
      await tx.rows(InvoiceReminderRow).change(reminder.id, await this.#decide(tx, invoice, reminder, now));
      return true;
    });
  }

  async #decide(tx: Transaction, invoice: Invoice, reminder: InvoiceReminder, now: Date): Promise<Change> {
    const hours = await this.reminders.policy(tx);
    const { timeZone } = invoice.seller!;
    const today = dayOf(now, timeZone);
    const decided = decideReminder({ ...invoice, isOpen: isOpen(invoice.status) }, reminder.reminderType, today);
    if (decided.do === 'cancel') return { state: 'cancelled', reason: decided.reason };
    if (decided.do === 'skip') return { state: 'skipped', reason: decided.reason };
    if (decided.do === 'hold') return { dueAt: openFrom(instantOf(Date.parse(decided.until), timeZone), hours, timeZone) };
    const open = whenOpen(now.getTime(), hours, timeZone);
    if (open > now.getTime()) return { dueAt: new Date(open).toISOString() };
    return this.#send(tx, invoice, reminder);
  }

  async #send(tx: Transaction, invoice: Invoice, reminder: InvoiceReminder): Promise<Change> {
    const id = v7();
    const told = { ...invoice, dueMinor: dueOf(invoice), paymentLink: await this.payLinks.offered(tx, invoice) };
    const asked = await this.tell.ask(tx, invoice, 'reminder', { id, once: `reminder:${reminder.id}` }, () =>
      writeReminder(reminder.message, reminder.reminderType, told, invoice.buyer.name),
    );
    if (asked.code) return { state: 'skipped', reason: asked.code, messageId: id };
    await tx.rows(InvoiceRow).change(invoice.id, { remindedAt: this.clock.now().toISOString() });
    return { state: 'sent', messageId: id };
  }
}

const openFrom = (at: number, hours: WorkingHours, timeZone: string): string => new Date(whenOpen(at, hours, timeZone)).toISOString();
