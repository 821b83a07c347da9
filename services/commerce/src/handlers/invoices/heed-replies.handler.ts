import { Injectable } from '@nestjs/common';
import { isSilent, type EventOf, type messageReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { spellings } from '../../persistence/customers/customers.repository.js';
import { InvoiceRow } from '../../persistence/invoices/invoice.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { StopReminders } from './stop-reminders.step.js';

/** Whoever replies to a reminder talks with a person now: what is planned of that invoice stops until somebody lets it go on. */
@Injectable()
export class HeedRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reminders: RemindersRepository,
    private readonly stop: StopReminders,
  ) {}

  /** Told again, it changes nothing: a reply is later than the reminder. @param events of one tenant */
  async execute(events: readonly EventOf<typeof messageReceived>[]): Promise<void> {
    /** When each customer wrote last, Unix milliseconds. */
    const wrote = new Map<string, number>();
    for (const { data } of events) {
      const { from, type, timestamp } = data.message;
      if (isSilent(type)) continue;
      for (const phone of [from.phone, from.waId].flatMap((one) => (one === undefined ? [] : spellings(one)))) {
        wrote.set(phone, Math.max(wrote.get(phone) ?? 0, Date.parse(timestamp)));
      }
    }
    if (wrote.size === 0) return;
    await this.database.forTenant(events[0]!.tenantId, async (tx) => {
      for (const { id, phone, remindedAt } of await this.reminders.remindedOf(tx, [...wrote.keys()])) {
        // WhatsApp's clock counts seconds.
        if (wrote.get(phone)! + 1_000 <= Date.parse(remindedAt)) continue;
        const invoice = await tx.rows(InvoiceRow).lock(id);
        if (invoice?.remindersStopped !== null || invoice.remindedAt !== remindedAt) continue;
        await this.stop.execute(tx, id, 'replied');
        // Once somebody lets it go on, this reply is no news.
        await tx.rows(InvoiceRow).change(id, { remindedAt: null });
      }
    });
  }
}
