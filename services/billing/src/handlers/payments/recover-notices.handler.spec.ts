import type { Logger } from '#service-kit';
import { ProviderFailed, type MissedNotice, type PaymentProvider } from '../../domain/payments/payment-provider.js';
import { Payments } from './payments.state.js';
import { RecoverNoticesHandler } from './recover-notices.handler.js';
import type { Notice, TakeNoticeHandler } from './take-notice.handler.js';

const missed = (id: string): MissedNotice => ({
  noticeId: `evt_${id}`,
  createdMs: 1_000,
  object: { type: 'subscription', id },
  customerId: 'cus_1',
});

/** Recovers three notices, of which the second fails. */
async function recovered(error: Error): Promise<{ taken: string[]; logged: unknown[]; result: unknown }> {
  const [taken, logged]: [string[], unknown[]] = [[], []];
  const provider = {
    async *missedNotices() {
      yield* ['first', 'second', 'third'].map(missed);
    },
  } as unknown as PaymentProvider;
  const take = {
    execute: async ({ object }: Notice) => {
      if (object.id === 'second') throw error;
      taken.push(object.id);
    },
  } as unknown as TakeNoticeHandler;
  const logger = { error: (_: string, cause: Error, context: object) => logged.push([cause, context]) } as unknown as Logger;
  const result = await new RecoverNoticesHandler(new Payments(provider), take, logger).execute().catch((cause: unknown) => cause);
  return { taken, logged, result };
}

describe('fetching notices that did not arrive', () => {
  it.each([new Error('a fault of ours'), new ProviderFailed('refused', 'No such thing')])(
    'one that fails holds up no other: %s',
    async (error) => {
      const { taken, logged, result } = await recovered(error);
      expect(taken).toEqual(['first', 'third']);
      expect(logged).toEqual([[error, { noticeId: 'evt_second', object: { type: 'subscription', id: 'second' } }]]);
      expect(result).toBe(2);
    },
  );

  it('ends when the provider is away', async () => {
    const away = new ProviderFailed('away', 'no answer');
    expect(await recovered(away)).toEqual({ taken: ['first'], logged: [], result: away });
  });
});
