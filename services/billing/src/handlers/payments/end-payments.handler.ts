import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { Payments } from './payments.state.js';

@Injectable()
export class EndPaymentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly accounts: PaymentAccountsRepository,
    private readonly payments: Payments,
  ) {}

  /**
   * A company that ends pays nothing more. Right when it runs again; an installation that has its key no more can end nothing.
   *
   * @throws {ProviderFailed} and the company's rows, which name the customer, must stay until it goes well
   */
  async execute(tenantId: string): Promise<void> {
    const account = await this.database.forTenant(tenantId, (tx) => this.accounts.find(tx));
    if (account) await this.payments.provider?.endCustomer(account.customerId);
  }
}
