import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { difference, SYSTEM } from '../../domain/audit/audit.js';
import { isOfCustomers, readNumberChange, reportedNumber } from '../../domain/outlets/account-change.js';
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

  /** Stores every report of Meta that is not about customers; one about a number's quality or limits also changes its outlet. */
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
      const change = readNumberChange(data);
      if (!outlet || Object.keys(change).length === 0) return;
      const facts = difference(outlet, await this.outlets.applyNumberChange(tx, outlet.id, change));
      await this.audit.record(tx, SYSTEM, { action: 'outlet.reported', targetType: 'outlet', targetId: outlet.id, ...facts });
    });
  }

  async #outletOf(tx: Transaction, data: AccountChanged['data']): Promise<Outlet | undefined> {
    if (data.outletId) return this.outlets.find(tx, data.outletId);
    const digits = reportedNumber(data.value);
    return digits ? this.outlets.findByNumber(tx, data.wabaId, digits) : undefined;
  }
}
