import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { topUpFailed } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { firstIdOf, forEach, idFrom, inBatches, Logger } from '#service-kit';
import { afterFailure, afterRefusal, AGAIN_MS, nextStep, UNDER_WAY_MS } from '../../domain/payments/automatic-top-up.js';
import { ProviderFailed } from '../../domain/payments/payment-provider.js';
import { LedgerRepository } from '../../persistence/ledger/ledger.repository.js';
import {
  AutomaticTopUpsRepository,
  type AutomaticCharge,
  type AutomaticTopUp,
} from '../../persistence/payments/automatic-top-ups.repository.js';
import { PaymentAccountsRepository } from '../../persistence/payments/payment-accounts.repository.js';
import { Payments } from './payments.state.js';
import { TakeNoticeHandler } from './take-notice.handler.js';

const AT_ONCE = 50;
/** Why a charge failed that was refused for no reason of the card: the provider's own words are of the operator, and stand in the log. */
const UNABLE = 'the payment provider refused the charge several times, and not because of the card; ask the operator';

interface Planned {
  charge: AutomaticCharge;
  customerId: string;
}

/** Fills up deposits that are below what their companies chose: each charge is written before it is asked for, and made once by its key. */
@Injectable()
export class RunTopUpsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly topUps: AutomaticTopUpsRepository,
    private readonly ledger: LedgerRepository,
    private readonly accounts: PaymentAccountsRepository,
    private readonly payments: Payments,
    private readonly take: TakeNoticeHandler,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  /** @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false, now: () => Date = () => new Date()): Promise<void> {
    if (!this.payments.provider) return;
    await inBatches(AT_ONCE, isStopped, async (size) => {
      const tenants = await this.database.forSystem((tx) => this.topUps.due(tx, size));
      return forEach(tenants, async (tenantId) => {
        const planned = await this.database.forTenant(tenantId, (tx) => this.#plan(tx, now()));
        if (planned) await this.#charge(tenantId, planned);
        return 1;
      });
    });
  }

  /** @returns the charge that is to be asked for; undefined where there is none now */
  async #plan(tx: Transaction, now: Date): Promise<Planned | undefined> {
    const rule = await this.topUps.lock(tx);
    // Somebody else was here, and says when to come again.
    if (!rule?.dueAt || Date.parse(rule.dueAt) > now.getTime()) return undefined;
    const account = await this.accounts.find(tx);
    const deposit = await this.ledger.deposit(tx);
    const freeMinor = deposit ? deposit.balance.amountMinor - deposit.reserved.amountMinor : null;
    const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
    const charges = await this.topUps.charges(tx, firstIdOf(today));
    const step = nextStep({ rule, freeMinor, charges, now });
    if (step.what === 'give-up') {
      await this.topUps.end(tx, step.id, { error: 'the payment provider did not answer for a day' });
      await this.#failed(
        tx,
        rule,
        charges.find(({ id }) => id === step.id)!,
        'the payment provider did not answer for a day',
      );
      return undefined;
    }
    if (step.what === 'wait' || !account || !deposit) {
      await this.topUps.next(tx, { ...rule, dueMs: step.what === 'wait' ? step.dueMs : null });
      return undefined;
    }
    const money = { amountMinor: rule.amountMinor, currency: deposit.balance.currency };
    const charge =
      step.what === 'resume' ? charges.find(({ id }) => id === step.id)! : await this.topUps.begin(tx, v7({ msecs: now.getTime() }), money);
    await this.topUps.next(tx, { ...rule, dueMs: UNDER_WAY_MS });
    return { charge, customerId: account.customerId };
  }

  async #charge(tenantId: string, { charge, customerId }: Planned): Promise<void> {
    const { id, amountMinor, currency } = charge;
    const provider = this.payments.required();
    let methodId = charge.methodId;
    let outcome: { paymentId: string } | { error: string };
    try {
      methodId ??= await provider.methodOf(customerId);
      // Before it is charged: by the same key another method would be refused.
      if (methodId !== null && methodId !== charge.methodId) {
        const kept = methodId;
        await this.database.forTenant(tenantId, (tx) => this.topUps.keepMethod(tx, id, kept));
      }
      const order = { customerId, money: { amountMinor, currency }, key: `automatic top-up ${id}` };
      outcome = methodId === null ? { error: 'No payment method is kept.' } : await provider.charge({ ...order, methodId });
    } catch (error) {
      if (!(error instanceof ProviderFailed)) throw error;
      if (error.reason === 'away') return this.#again(tenantId, AGAIN_MS);
      // Without a method nothing was charged, but nor did a card refuse anything.
      if (error.reason === 'unable' || methodId === null) {
        this.logger.warn('the payment provider refuses a charge, and not because of the card', { tenantId, id, message: error.message });
        const refusals = await this.database.forTenant(tenantId, (tx) => this.topUps.refuse(tx, id));
        const dueMs = afterRefusal(refusals);
        if (dueMs !== null) return this.#again(tenantId, dueMs);
        outcome = { error: UNABLE };
      } else outcome = { error: error.message };
    }
    // In the deposit before the next one is thought of; the provider's own notice finds it there.
    if ('paymentId' in outcome) {
      const { paymentId } = outcome;
      await this.take.execute({
        id: idFrom(`charged ${paymentId}`, new Date(charge.at)),
        object: { type: 'payment_intent', id: paymentId },
        customerId,
      });
    }
    await this.database.forTenant(tenantId, async (tx) => {
      const rule = await this.topUps.lock(tx);
      if (!(await this.topUps.end(tx, id, outcome)) || !rule) return;
      if ('error' in outcome) await this.#failed(tx, rule, charge, outcome.error);
      // Looked at once more: it may still be below.
      else await this.topUps.next(tx, { isOn: rule.isOn, failures: 0, dueMs: 0 });
    });
  }

  async #again(tenantId: string, dueMs: number): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const rule = await this.topUps.lock(tx);
      if (rule) await this.topUps.next(tx, { ...rule, dueMs });
    });
  }

  async #failed(tx: Transaction, rule: AutomaticTopUp, { amountMinor, currency }: AutomaticCharge, reason: string): Promise<void> {
    const after = afterFailure(rule.failures);
    // Whoever has switched it off meanwhile did not want it on.
    const isOn = rule.isOn && after.isOn;
    await this.topUps.next(tx, { failures: after.failures, isOn, dueMs: isOn ? after.dueMs : null });
    const at = new Date().toISOString();
    this.outbox.append(tx, topUpFailed, { amount: { amountMinor, currency }, reason, failures: after.failures, isOff: !isOn, at });
  }
}
