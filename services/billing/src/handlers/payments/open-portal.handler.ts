import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, Problem } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { Payments } from './payments.state.js';

@Injectable()
export class OpenPortalHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly accounts: PaymentAccountsRepository,
    private readonly payments: Payments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns the provider's page, where the payment method is changed and the plan is cancelled; it is good for minutes
   * @throws {Problem} payments_off, no_payment_account, payment_provider_unavailable, payment_provider_refused
   */
  async execute(tenantId: string): Promise<string> {
    const account = await this.database.forTenant(tenantId, (tx) => this.accounts.find(tx));
    this.payments.required();
    if (!account) throw new Problem(409, 'no_payment_account', 'The company has bought nothing yet; start with a checkout.');
    return this.payments.ask((provider) => provider.portal(account.customerId, publicLink(this.config, '/plan')));
  }
}
