import { Injectable } from '@nestjs/common';
import { idFrom, Logger } from '#service-kit';
import { ProviderFailed } from '../../domain/payments/payment-provider.js';
import { Payments } from './payments.state.js';
import { TakeNoticeHandler } from './take-notice.handler.js';

/** Within this a notice that was taken is known again. Stripe itself stops sending after three days. */
const DAYS = 10;
/** Read at a time; the provider gives no more than the newest of them. */
const AT_MOST = 2_000;

@Injectable()
export class RecoverNoticesHandler {
  constructor(
    private readonly payments: Payments,
    private readonly take: TakeNoticeHandler,
    private readonly logger: Logger,
  ) {}

  /**
   * Fetches what the provider could not deliver: this installation was away, or its address was wrong. A notice that cannot be taken is
   * logged and passed over, so that it holds up no other.
   *
   * @returns how many were taken @throws {ProviderFailed} when the provider is away: the next ones would fail too
   */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    const { provider } = this.payments;
    if (!provider) return 0;
    const since = new Date(Date.now() - DAYS * 86_400_000);
    let [seen, taken] = [0, 0];
    for await (const { noticeId, createdMs, object, customerId } of provider.missedNotices(since, AT_MOST)) {
      if (isStopped()) break;
      seen++;
      try {
        await this.take.execute({ id: idFrom(noticeId, new Date(createdMs)), object, customerId });
        taken++;
      } catch (error) {
        if (error instanceof ProviderFailed && error.reason === 'away') throw error;
        this.logger.error('a notice of payments cannot be taken', error as Error, { noticeId, object });
      }
    }
    if (seen >= AT_MOST) this.logger.warn('there are more notices of payments than are read at a time', { read: seen });
    return taken;
  }
}
