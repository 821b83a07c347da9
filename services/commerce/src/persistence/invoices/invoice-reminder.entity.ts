import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { ReminderMessage, ReminderState, ReminderType } from '../../domain/invoices/reminders.js';

/** One step of reminding of an invoice. */
@Entity({ schema: 'commerce', name: 'invoice_reminders' })
export class InvoiceReminderRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') invoiceId!: string;
  @Column('text') reminderType!: ReminderType;
  @Column('integer') days!: number;
  @Column('jsonb') message!: ReminderMessage;
  /** `hand`: a person planned it. */
  @Column('text') source!: 'policy' | 'hand';
  @Column('text') state!: ReminderState;
  /** Why it was skipped or cancelled. */
  @Column('text', { nullable: true }) reason!: string | null;
  @IsoTime({ precision: 3 }) dueAt!: string;
  @Column('uuid', { nullable: true }) messageId!: string | null;
  @IsoTime({ precision: 3 }) createdAt!: string;
}

export type InvoiceReminder = Read<InvoiceReminderRow>;
