import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { type Actor, onlyGiven, Problem } from '#service-kit';
import { faultsOfReminder } from '../../domain/invoices/messages.js';
import type { ReminderPolicy } from '../../persistence/invoices/reminder-policy.entity.js';
import { RemindersRepository } from '../../persistence/invoices/reminders.repository.js';
import { Audit } from '../audit/audit.step.js';

/** When customers are reminded, of invoices that are sent from now on. Hours and days count for what is planned already, too. */
@Injectable()
export class ReminderPolicyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reminders: RemindersRepository,
    private readonly audit: Audit,
  ) {}

  async get(tenantId: string): Promise<ReminderPolicy> {
    return this.database.forTenant(tenantId, (tx) => this.reminders.policy(tx));
  }

  /** What is left out stays. @throws {Problem} validation_failed */
  async change(tenantId: string, change: Partial<ReminderPolicy>, by: Actor): Promise<ReminderPolicy> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.reminders.policy(tx);
      const after = { ...before, ...onlyGiven(change) };
      const errors = faultsOf(after);
      if (errors.length > 0) throw Problem.invalid(errors);
      await this.reminders.savePolicy(tx, after);
      this.audit.append(tx, by, 'changed', { type: 'reminder_policy', id: tenantId }, audited(before), audited(after));
      return after;
    });
  }
}

function faultsOf({ steps, fromTime, toTime }: ReminderPolicy) {
  const errors = steps.flatMap((step, at) =>
    faultsOfReminder(step).map(({ field, message }) => ({ field: `steps.${at}.${field}`, message })),
  );
  if (fromTime >= toTime) errors.push({ field: 'toTime', message: 'toTime must be later than fromTime' });
  const names = steps.map(({ reminderType, days }) => `${reminderType} ${days}`);
  if (new Set(names).size < names.length) errors.push({ field: 'steps', message: 'steps must each have a day of its own' });
  return errors;
}

const audited = ({ enabled, steps, fromTime, toTime, weekdays }: ReminderPolicy) => ({
  enabled,
  steps: steps.map(({ reminderType, days }) => `${reminderType} ${days}`),
  fromTime,
  toTime,
  weekdays,
});
