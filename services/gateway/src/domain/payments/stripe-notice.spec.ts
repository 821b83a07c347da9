import { readStripeNotice } from './stripe-notice.js';

const read = (event: unknown) => readStripeNotice(Buffer.from(JSON.stringify(event)));
const event = {
  id: 'evt_1',
  object: 'event',
  type: 'invoice.paid',
  created: 1_790_000_000,
  data: { object: { id: 'in_1', object: 'invoice', customer: 'cus_1' } },
};

describe('an event of Stripe', () => {
  it('is its names and its time', () => {
    const notice = read(event)!;
    expect(notice.data).toEqual({
      provider: 'stripe',
      noticeId: 'evt_1',
      type: 'invoice.paid',
      object: { type: 'invoice', id: 'in_1' },
      customerId: 'cus_1',
    });
    expect(notice.createdMs).toBe(event.created * 1_000);
  });

  it.each([
    ['an expanded customer', { ...event, data: { object: { ...event.data.object, customer: { id: 'cus_1' } } } }, 'cus_1'],
    ['no customer', { ...event, data: { object: { id: 'in_1', object: 'invoice', customer: null } } }, null],
    ['a customer itself', { ...event, data: { object: { id: 'cus_9', object: 'customer' } } }, 'cus_9'],
  ])('says whose it is: %s', (_, given, customerId) => {
    expect(read(given)!.data.customerId).toBe(customerId);
  });

  it('may be thin: only named, with a time as text', () => {
    expect(
      read({
        id: 'evt_t',
        object: 'v2.core.event',
        type: 'v1.invoice.paid',
        created: '2026-09-30T10:00:00.000Z',
        related_object: { id: 'in_1', type: 'invoice', url: '/v1/invoices/in_1' },
      })!.data,
    ).toMatchObject({ type: 'invoice.paid', object: { type: 'invoice', id: 'in_1' }, customerId: null });
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['null', Buffer.from('null')],
    ['no object', Buffer.from('{"id":"evt_1","type":"x"}')],
    ['an id that is no text', Buffer.from(JSON.stringify({ ...event, id: 5 }))],
  ])('is passed over when it is %s', (_, body) => {
    expect(readStripeNotice(body)).toBeUndefined();
  });
});
