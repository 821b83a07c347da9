import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import type { ProviderObject } from '../../domain/payments/payment-provider.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { ApplyStanding } from './apply-standing.step.js';
import { InvoiceProvider } from './invoice-provider.step.js';
import { SettleTopUp } from './settle-top-up.step.js';
import { Payments } from './payments.state.js';

export interface Notice {
  /** The same for the same notice, however often it comes. */
  id: string;
  object: ProviderObject;
  customerId: string | null;
}

/**
 * Takes a notice of the payment provider: reads how what it names stands now, and makes that true here, once. What a notice itself says
 * is not believed: it may be old, late, or one of two about one change.
 */
@Injectable()
export class TakeNoticeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly accounts: PaymentAccountsRepository,
    private readonly payments: Payments,
    private readonly standing: ApplyStanding,
    private readonly topUps: SettleTopUp,
    private readonly invoices: InvoiceProvider,
  ) {}

  /** A customer of nobody here is passed over: the provider's account may serve others too. @throws when the provider is away */
  async execute(notice: Notice): Promise<void> {
    const provider = this.payments.required();
    const customerId = notice.customerId ?? (await provider.customerOf(notice.object));
    if (customerId === null) return;
    const tenantId = await this.database.forSystem((tx) => this.accounts.tenantOf(tx, customerId));
    if (tenantId === undefined) return;
    const reading = await this.database.forTenant(tenantId, async (tx) =>
      (await this.accounts.knows(tx, notice.id)) ? undefined : this.accounts.beginReading(tx),
    );
    if (reading === undefined) return;
    const { subscriptions, topUp, invoice } = await provider.read(notice.object, customerId);
    const isGivenBack = topUp !== undefined && !(await this.database.forTenant(tenantId, (tx) => this.topUps.fits(tx, topUp)));
    if (isGivenBack) {
      const rest = topUp.money.amountMinor - topUp.refundedMinor - topUp.disputedMinor;
      if (rest > 0) await provider.refund(topUp.id, { ...topUp.money, amountMinor: rest });
    }
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.inbox.claimId(tx, notice.id))) return;
      if (subscriptions) await this.standing.execute(tx, reading, subscriptions);
      if (isGivenBack) await this.topUps.giveBack(tx, reading, topUp);
      else if (topUp) await this.topUps.execute(tx, reading, topUp);
      // Last, since it draws a number, for which others wait.
      if (invoice) await this.invoices.execute(tx, invoice);
    });
  }
}
