import { compose, faultsOf, type OrderFacts } from './compose.js';
import { MESSAGE_TYPES, settingOf, typeOf } from './types.js';

const ORDER: OrderFacts = {
  id: '0198c0de-0000-7000-8000-0000000000e1',
  orderNumber: '1042',
  totalMinor: 2_500,
  currency: 'USD',
  trackingNumber: null,
  trackingUrl: null,
  customerName: null,
  items: [
    { name: 'Mug {{ order.number }}', quantity: 2 },
    { name: 'Tea', quantity: 1 },
  ],
};

describe('a message of an order', () => {
  it('has a text of its own in English and Spanish for each type', () => {
    for (const type of MESSAGE_TYPES) {
      expect(faultsOf({ enabled: true, text: (compose(type, {}, ORDER, 'en') as unknown as { text: string }).text })).toEqual([]);
      expect(compose(type, {}, ORDER, 'es-PE')).not.toEqual(compose(type, {}, ORDER, null));
    }
    expect(compose('shipped', {}, { ...ORDER, trackingUrl: 'https://t.example/1' }, 'xx')).toEqual({
      type: 'text',
      text: 'Your order 1042 is on its way.\nhttps://t.example/1',
    });
    expect(compose('shipped', {}, ORDER, null)).toEqual({ type: 'text', text: 'Your order 1042 is on its way.' });
  });

  it('fills placeholders once: what a shop calls a thing is no placeholder', () => {
    const types = { packing_list: { enabled: true, text: '{{ customer.name | default: "you" }}: {{ order.total }}\n{{ order.items }}' } };
    expect(compose('packing_list', types, ORDER, 'en')).toEqual({ type: 'text', text: 'you: $25.00\n2 × Mug {{ order.number }}\n1 × Tea' });
  });

  it('is a template where there is one, with values on one line and never empty', () => {
    const template = { name: 'order_shipped', language: 'en', parameters: ['{{ order.items }}', '{{ order.tracking_url }}'] };
    expect(compose('shipped', { shipped: { enabled: true, template } }, ORDER, 'en')).toEqual({
      type: 'template',
      template: { name: 'order_shipped', language: 'en', parameters: ['2 × Mug {{ order.number }} 1 × Tea', '-'] },
    });
  });

  it.each([
    '{{ order.secret }}',
    '{{ order.number',
    '{{ order.number | shout }}',
    '{% render "x" %}',
    ' ',
    '{{ order.tracking_url }}',
    '{{ order.tracking_number | append: "" }}{% if customer.name %}Hi{% endif %}',
    '{% unless order.tracking_url %}{{ order.secret }}{% endunless %}x',
    '{{ order.constructor }}',
    '{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% endfor %}',
  ])('is refused with the text %s', (text) =>
    expect(faultsOf({ enabled: true, text })).toEqual([{ field: 'text', message: expect.any(String) }]),
  );
});

it('what follows from a move is called as the status, and some of it is on without a word', () => {
  expect(typeOf('shipped')).toBe('shipped');
  expect(typeOf('pending')).toBeUndefined();
  expect(settingOf('shipped', {})).toEqual({ enabled: true });
  expect(settingOf('paid', {})).toEqual({ enabled: false });
  expect(settingOf('shipped', { shipped: { enabled: false } })).toEqual({ enabled: false });
});
