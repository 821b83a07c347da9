import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { difference, SYSTEM } from '../../domain/audit/audit.js';
import { isOfCustomers, readNumberChange, reportedNumber, type NumberChange } from '../../domain/outlets/account-change.js';
import { AccountEventsRepository } from '../../persistence/outlets/account-events.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

type AccountChanged = EventOf<typeof accountChanged>;

@Injectable()
export class RecordAccountChangeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly events: AccountEventsRepository,
    private readonly outlets: OutletsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Stores every report of Meta that is not about customers; one about a number's quality or limits also changes its outlet, and a messaging limit all outlets of the portfolio. */
  async execute(event: AccountChanged): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { data } = event;
      if (isOfCustomers(data)) return;
      const outlet = await this.#outletOf(tx, data);
      await this.events.insert(tx, {
        id: event.id,
        wabaId: data.wabaId,
        outletId: outlet?.id,
        field: data.field,
        event: data.event,
        value: data.value,
        at: event.occurredAt,
      });
      const { messagingLimit, ...ofNumber } = readNumberChange(data);
      if (messagingLimit !== undefined) {
        for (const each of await this.outlets.lockPortfolio(tx, data.wabaId)) {
          if (each.messagingLimit !== messagingLimit) await this.#change(tx, each, { messagingLimit });
        }
      }
      if (outlet && Object.keys(ofNumber).length > 0) await this.#change(tx, outlet, ofNumber);
    });
  }

  async #change(tx: Transaction, before: Outlet, change: NumberChange): Promise<void> {
    const facts = difference(before, await this.outlets.applyNumberChange(tx, before.id, change));
    await this.audit.record(tx, SYSTEM, { action: 'outlet.reported', targetType: 'outlet', targetId: before.id, ...facts });
  }

  async #outletOf(tx: Transaction, data: AccountChanged['data']): Promise<Outlet | undefined> {
    if (data.outletId) return this.outlets.find(tx, data.outletId);
    const digits = reportedNumber(data.value);
    return digits ? this.outlets.findByNumber(tx, data.wabaId, digits) : undefined;
  }
}
