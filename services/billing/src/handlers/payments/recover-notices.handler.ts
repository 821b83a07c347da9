import { Injectable } from '@nestjs/common';
import { idFrom } from '#service-kit';
import { Payments } from './payments.state.js';
import { TakeNoticeHandler } from './take-notice.handler.js';

/** Within this a notice that was taken is known again. Stripe itself stops sending after three days. */
const DAYS = 10;

@Injectable()
export class RecoverNoticesHandler {
  constructor(
    private readonly payments: Payments,
    private readonly take: TakeNoticeHandler,
  ) {}

  /** Fetches what the provider could not deliver: this installation was away, or its address was wrong. @returns how many there were */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    const { provider } = this.payments;
    if (!provider) return 0;
    const since = new Date(Date.now() - DAYS * 86_400_000);
    let count = 0;
    for await (const { noticeId, createdMs, object, customerId } of provider.missedNotices(since)) {
      if (isStopped()) break;
      await this.take.execute({ id: idFrom(noticeId, new Date(createdMs)), object, customerId });
      count++;
    }
    return count;
  }
}
