import { chargeOf } from './charge.js';

describe('what a message is charged', () => {
  it.each([
    [
      'the amount that WhatsApp names',
      { category: 'marketing_lite', type: 'regular', price: { amountMicros: 7_100, currency: 'USD' } },
      { by: 'amount', amountMicros: 7_100, currency: 'USD' },
    ],
    ['nothing as an answer to a customer', { category: 'service', type: 'free_customer_service' }, { by: 'nothing' }],
    ['nothing after an advertisement', { category: 'marketing', type: 'free_entry_point' }, { by: 'nothing' }],
    ['nothing as the first answer to an advertisement', { category: 'referral_conversion', type: 'regular' }, { by: 'nothing' }],
    ['by its rate', { category: 'utility', type: 'regular' }, { by: 'rate', category: 'utility' }],
    ['by the rate of marketing on either way', { category: 'marketing_lite', type: 'regular' }, { by: 'rate', category: 'marketing' }],
    [
      'by the rate for senders from abroad',
      { category: 'authentication-international', type: 'regular' },
      { by: 'rate', category: 'authentication_international' },
    ],
    [
      'by its rate where the type says so, whatever billable says',
      { billable: false, category: 'service', type: 'regular' },
      { by: 'rate', category: 'service' },
    ],
    ['nothing where no type is given and it is not billable', { billable: false, category: 'service' }, { by: 'nothing' }],
    ['an amount that nobody knows', { category: 'general_purpose_ai', type: 'regular' }, { by: 'unknown' }],
  ])('is %s', (_, pricing, charge) => {
    expect(chargeOf(pricing)).toEqual(charge);
  });
});
