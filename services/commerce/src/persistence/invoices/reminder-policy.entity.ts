import { Column, Entity } from 'typeorm';
import { TenantRow, type Read } from '#database';
import type { ReminderStep } from '../../domain/invoices/reminders.js';

/** What a company wants to have said before and after an invoice is due. */
@Entity({ schema: 'commerce', name: 'reminder_policies' })
export class ReminderPolicyRow extends TenantRow {
  @Column('boolean') enabled!: boolean;
  @Column('jsonb') steps!: ReminderStep[];
  @Column('text') fromTime!: string;
  @Column('text') toTime!: string;
  @Column('smallint', { array: true }) weekdays!: number[];
}

export type ReminderPolicy = Omit<Read<ReminderPolicyRow>, 'tenantId'>;
