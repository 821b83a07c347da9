import { FaultPlan, faultsSchema } from '../control/faults.js';
import { contactKey, phoneDigits, userIdOf, wamidOf } from '../phone/identity.js';
import { pricingOf } from './pricing.js';
import { GIVE_UP_AFTER_MS, retryDelayMs } from './retry-schedule.js';
import { freeEntryPointEnd, SERVICE_WINDOW_MS, windowIsOpen } from '../graph/service-window.js';
import { mayBecome, statusScript } from './status-script.js';
import { PAIR_RULE, takeToken, type Bucket } from '../graph/token-bucket.js';
import { packUpdates, type WebhookUpdate } from './webhook-update.js';
import { webhookError } from '../graph/graph-error.js';

describe('the service window', () => {
  it('is open for 24 hours after the customer wrote, and never before', () => {
    expect(windowIsOpen(undefined, 0)).toBe(false);
    expect(windowIsOpen(1_000, 1_000 + SERVICE_WINDOW_MS - 1)).toBe(true);
    expect(windowIsOpen(1_000, 1_000 + SERVICE_WINDOW_MS)).toBe(false);
  });

  it('gives 72 free hours to an answer within a day of an ad click', () => {
    expect(freeEntryPointEnd(0, SERVICE_WINDOW_MS - 1)).toBe(4 * SERVICE_WINDOW_MS - 1);
    expect(freeEntryPointEnd(0, SERVICE_WINDOW_MS)).toBeUndefined();
    expect(freeEntryPointEnd(undefined, 0)).toBeUndefined();
  });
});

describe('pricing', () => {
  const september = Date.UTC(2026, 8, 30);
  const october = Date.UTC(2026, 9, 1);
  const ask = { windowOpen: true, freeEntryPoint: false, serviceMessagesBefore: 0 };
  it.each([
    ['service until September 2026', { ...ask, category: 'service', at: september, serviceMessagesBefore: 5_000 }, 'free_customer_service'],
    [
      'the 1,000th service message of a month',
      { ...ask, category: 'service', at: october, serviceMessagesBefore: 999 },
      'free_customer_service',
    ],
    ['the 1,001st', { ...ask, category: 'service', at: october, serviceMessagesBefore: 1_000 }, 'regular'],
    ['utility in the window until September 2026', { ...ask, category: 'utility', at: september }, 'free_customer_service'],
    ['utility in the window after', { ...ask, category: 'utility', at: october }, 'regular'],
    ['utility outside the window', { ...ask, category: 'utility', at: september, windowOpen: false }, 'regular'],
    ['marketing', { ...ask, category: 'marketing', at: september }, 'regular'],
    ['anything within a free entry point', { ...ask, category: 'marketing', at: october, freeEntryPoint: true }, 'free_entry_point'],
  ] as const)('of %s', (_, question, type) => {
    expect(pricingOf(question)).toEqual({ billable: type === 'regular', pricing_model: 'PMP', type, category: question.category });
  });
});

describe('the life of a message', () => {
  it('is sent, then delivered', () => {
    expect(statusScript({ type: 'text', statusDelayMs: 100 }).map(({ status, afterMs }) => [status, afterMs])).toEqual([
      ['sent', 100],
      ['delivered', 200],
    ]);
  });
  it('ends at sent for reactions, and at the failure for what fails', () => {
    expect(statusScript({ type: 'reaction' }).map(({ status }) => status)).toEqual(['sent']);
    expect(statusScript({ type: 'text', failure: webhookError(131047) }).map(({ status }) => status)).toEqual(['failed']);
    expect(statusScript({ type: 'text', stopAt: 'accepted' })).toEqual([]);
  });
  it('never goes backwards and never leaves failed', () => {
    expect(mayBecome('sent', 'read')).toBe(true);
    expect(mayBecome('read', 'delivered')).toBe(false);
    expect(mayBecome('failed', 'read')).toBe(false);
  });
});

describe('retries', () => {
  it('come at once, then ever more rarely, at least once an hour', () => {
    const delays = Array.from({ length: 20 }, (_, index) => retryDelayMs(index + 1));
    expect(delays.slice(0, 7)).toEqual([0, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000]);
    expect(delays).toEqual([...delays].sort((one, other) => one - other));
    expect(Math.max(...delays)).toBe(3_600_000);
    expect(GIVE_UP_AFTER_MS).toBe(604_800_000);
  });
});

describe('the pair limit', () => {
  it('lends 45 at once and gives one back every six seconds', () => {
    let bucket: Bucket | undefined;
    const take = (now: number) => {
      const result = takeToken(bucket, PAIR_RULE, now);
      bucket = result.bucket;
      return result.taken;
    };
    expect(Array.from({ length: 46 }, () => take(0)).filter(Boolean)).toHaveLength(45);
    expect(take(5_999)).toBe(false);
    expect(take(6_000)).toBe(true);
    expect(take(6_001)).toBe(false);
  });
});

describe('identities', () => {
  it('reads phones in any usual writing and user ids as they are', () => {
    expect(phoneDigits('+49 (151) 234-5678')).toBe('491512345678');
    expect(contactKey('US.13491208655302741918')).toBe('US.13491208655302741918');
    expect(contactKey('ana')).toBeUndefined();
    expect(phoneDigits('12345')).toBeUndefined();
  });
  it('gives one phone the same user id in one account and another in another', () => {
    expect(userIdOf('491512345678', '1')).toBe(userIdOf('491512345678', '1'));
    expect(userIdOf('491512345678', '1')).not.toBe(userIdOf('491512345678', '2'));
    expect(userIdOf('491512345678', '1')).toMatch(/^DE\.\d+$/);
  });
  it('writes message ids as WhatsApp does', () => {
    expect(wamidOf('14205550749', 'inbound', '97C0F84E5A5B5D0699')).toBe('wamid.HBgLMTQyMDU1NTA3NDkVAgASGBI5N0MwRjg0RTVBNUI1RDA2OTkA');
  });
});

describe('packing webhooks', () => {
  const update = (wabaId: string, phone: string, kind: 'messages' | 'statuses', id: string): WebhookUpdate => ({
    kind,
    wabaId,
    phoneNumberId: phone,
    field: 'messages',
    metadata: { display_phone_number: '1', phone_number_id: phone },
    contact: { user_id: 'US.1' },
    item: { id },
    label: kind,
  });
  it('makes an entry an account and a change for each run of one number and kind, in order', () => {
    const body = packUpdates(
      [
        update('w1', 'a', 'messages', '1'),
        update('w1', 'a', 'messages', '2'),
        update('w2', 'c', 'messages', '3'),
        update('w1', 'a', 'statuses', '4'),
        update('w1', 'b', 'statuses', '5'),
        { kind: 'value', wabaId: 'w1', field: 'account_update', value: { event: 'X' }, label: 'account_update' },
        update('w1', 'b', 'statuses', '6'),
      ],
      0,
    ) as { entry: { id: string; changes: { field: string; value: any }[] }[] };
    expect(body.entry.map(({ id }) => id)).toEqual(['w1', 'w2']);
    const ids = body.entry[0]!.changes.map(({ value }) => (value.messages ?? value.statuses ?? []).map(({ id }: { id: string }) => id));
    expect(ids).toEqual([['1', '2'], ['4'], ['5'], [], ['6']]);
    expect(body.entry[0]!.changes[0]!.value.contacts).toEqual([{ user_id: 'US.1' }]);
  });
});

describe('faults', () => {
  it('hit the next n, every n-th, or always, and only the number they name', () => {
    const plan = new FaultPlan();
    plan.configure(
      faultsSchema.parse({
        errors: [
          { code: 1, next: 1, phoneNumberId: 'a' },
          { code: 2, every: 2 },
        ],
      }),
    );
    expect(['b', 'a', 'a', 'a', 'b'].map((number) => plan.takeError(number)?.code)).toEqual([undefined, 1, 2, undefined, 2]);
    plan.configure({ errors: [{ code: 3, always: true }] });
    expect([plan.takeError('a')?.code, plan.takeError('b')?.code]).toEqual([3, 3]);
  });
  it('change only what a patch names, until reset', () => {
    const plan = new FaultPlan();
    plan.configure({ duplicates: 2, limits: { pair: true } });
    plan.configure({ reorder: true, limits: { throughput: true } });
    expect(plan.current()).toMatchObject({ duplicates: 2, reorder: true, limits: { pair: true, throughput: true } });
    plan.configure({ reset: true, hang: { next: 1, ms: 50 } });
    expect(plan.current()).toMatchObject({ duplicates: 0, reorder: false, limits: { pair: false, throughput: false } });
    expect([plan.takeAnswer(), plan.takeAnswer()]).toEqual([50, 0]);
  });
});
