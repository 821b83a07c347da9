import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { SubscriptionState } from '../../domain/payments/payment-provider.js';
import type { PlanName } from '../../domain/plans/plan.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { SubscriptionsRepository } from '../../persistence/plans/subscriptions.repository.js';
import { Payments } from './payments.state.js';

export interface PaymentsOfTenant {
  provider: 'stripe' | null;
  suspendedSince: string | null;
  hasAccount: boolean;
  /** ISO 4217 */
  currency: string;
  subscription: {
    plan: PlanName;
    planVersion: number;
    status: SubscriptionState;
    failedTries: number;
    periodEndsAt: string | null;
    endsAt: string | null;
  } | null;
}

@Injectable()
export class DescribePaymentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly accounts: PaymentAccountsRepository,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly ledger: LedgerRepository,
    private readonly payments: Payments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** As the last notice of the provider left it; nobody is asked. */
  async execute(tenantId: string): Promise<PaymentsOfTenant> {
    const [account, { suspendedSince }, deposit] = await this.database.forTenant(
      tenantId,
      async (tx) => [await this.accounts.find(tx), await this.subscriptions.find(tx), await this.ledger.deposit(tx)] as const,
    );
    const { plan, planVersion, status, failedTries, periodEndsAt, endsAt } = account ?? {};
    const subscription =
      plan && planVersion && status
        ? {
            plan,
            planVersion,
            status: status as SubscriptionState,
            failedTries: failedTries!,
            periodEndsAt: periodEndsAt ?? null,
            endsAt: endsAt ?? null,
          }
        : null;
    return {
      provider: this.payments.provider?.name ?? null,
      suspendedSince,
      hasAccount: account !== undefined,
      currency: deposit?.balance.currency ?? this.config.PAYMENT_CURRENCY,
      subscription,
    };
  }
}
