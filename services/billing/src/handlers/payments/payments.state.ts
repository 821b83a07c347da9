import { Problem } from '#service-kit';
import { ProviderFailed, type PaymentProvider } from '../../domain/payments/payment-provider.js';

/** Who changes what the provider's word changes. */
export const BY_PROVIDER = { kind: 'system', id: null, address: null, requestId: null } as const;

/** The payment provider of this installation, if it has one. */
export class Payments {
  constructor(readonly provider: PaymentProvider | undefined) {}

  /** @throws {Problem} payments_off */
  required(): PaymentProvider {
    if (this.provider) return this.provider;
    throw new Problem(409, 'payments_off', 'This installation has no payment provider; ask the operator for an invoice.');
  }

  /** Asks the provider for somebody who waits. @throws {Problem} payment_provider_unavailable or payment_provider_refused */
  async ask<T>(work: (provider: PaymentProvider) => Promise<T>): Promise<T> {
    try {
      return await work(this.required());
    } catch (error) {
      if (!(error instanceof ProviderFailed)) throw error;
      if (error.reason === 'away')
        throw new Problem(503, 'payment_provider_unavailable', 'The payment provider does not answer; try again.');
      throw new Problem(502, 'payment_provider_refused', `The payment provider refused: ${error.message}`);
    }
  }
}
