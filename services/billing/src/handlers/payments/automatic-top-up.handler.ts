import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { TopUpRule } from '../../domain/payments/automatic-top-up.js';
import {
  AutomaticTopUpsRepository,
  type AutomaticCharge,
  type AutomaticTopUp,
} from '../../persistence/payments/automatic-top-ups.repository.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { Audit } from '../audit/audit.step.js';
import { Payments } from './payments.state.js';

export interface DescribedTopUp extends TopUpRule {
  failures: number;
  lastCharge: AutomaticCharge | null;
}

/** What a company sees that has chosen nothing: off. */
const NONE: TopUpRule = { isOn: false, belowMinor: 500, amountMinor: 2_000, maxDaily: 1 };

/** How a company has its deposit filled up by itself. */
@Injectable()
export class AutomaticTopUpHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly topUps: AutomaticTopUpsRepository,
    private readonly accounts: PaymentAccountsRepository,
    private readonly payments: Payments,
    private readonly audit: Audit,
  ) {}

  async read(tenantId: string): Promise<DescribedTopUp> {
    return this.database.forTenant(tenantId, async (tx) =>
      described(await this.topUps.find(tx), (await this.topUps.lastCharge(tx)) ?? null),
    );
  }

  /**
   * Holds from its commit on; a deposit that is below already is filled up at once.
   *
   * @throws {Problem} 409 payments_off; payment_method_needed: nothing was paid yet, so that no payment method is kept
   */
  async change(tenantId: string, rule: TopUpRule, by: Actor): Promise<DescribedTopUp> {
    if (rule.isOn) {
      const account = await this.database.forTenant(tenantId, (tx) => this.accounts.find(tx));
      const method = await this.payments.ask(async (provider) => account && provider.methodOf(account.customerId));
      if (!method) {
        const detail =
          'No payment method is kept that can be charged. Pay into the deposit once by a checkout, or add a card in the portal.';
        throw new Problem(409, 'payment_method_needed', detail);
      }
    }
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.topUps.lock(tx);
      await this.topUps.save(tx, rule);
      const facts = ({ isOn, belowMinor, amountMinor, maxDaily }: TopUpRule): object => ({ isOn, belowMinor, amountMinor, maxDaily });
      this.audit.append(tx, by, 'automated', { type: 'deposit', id: tenantId }, before ? facts(before) : null, facts(rule));
      return described(await this.topUps.find(tx), (await this.topUps.lastCharge(tx)) ?? null);
    });
  }
}

const described = (row: AutomaticTopUp | undefined, lastCharge: AutomaticCharge | null): DescribedTopUp => {
  const { isOn, belowMinor, amountMinor, maxDaily } = row ?? NONE;
  return { isOn, belowMinor, amountMinor, maxDaily, failures: row?.failures ?? 0, lastCharge };
};
