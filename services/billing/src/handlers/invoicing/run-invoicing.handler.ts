import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { forEach, inBatches } from '#service-kit';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import { InvoicedSubscriptionsRepository } from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { InvoiceClock } from '../invoices/invoice-clock.state.js';
import { AdvanceInvoicing } from './advance-invoicing.step.js';

const AT_ONCE = 100;

@Injectable()
export class RunInvoicingHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly subscriptions: InvoicedSubscriptionsRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly advance: AdvanceInvoicing,
    private readonly clock: InvoiceClock,
  ) {}

  /** Does what has come due, each tenant in a transaction of its own. Several processes do it once. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, async (size) => {
      const due = await this.database.forSystem((tx) => this.subscriptions.due(tx, this.clock.now(), size));
      return forEach(due, (tenantId) =>
        this.database.forTenant(tenantId, async (tx) => {
          // In the order of whoever puts a tenant on a plan.
          await this.accounts.lock(tx);
          const row = await this.subscriptions.lock(tx);
          // Another process may have been faster.
          if (row && new Date(row.nextStepAt) <= this.clock.now()) await this.advance.execute(tx, row);
          return 1;
        }),
      );
    });
  }
}
