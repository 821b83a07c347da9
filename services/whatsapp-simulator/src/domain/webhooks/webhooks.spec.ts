import { webhookError } from '../graph/graph-error.js';
import { pricingOf } from './pricing.js';
import { GIVE_UP_AFTER_MS, retryDelayMs } from './retry-schedule.js';
import { mayBecome, statusScript } from './status-script.js';
import { packUpdates, type WebhookUpdate } from './webhook-update.js';

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
