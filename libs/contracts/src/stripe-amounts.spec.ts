import { fromStripe, payableByStripe, toStripe } from './stripe-amounts.js';

it.each([
  ['USD', 1_999, 1_999],
  ['JPY', 500, 500],
  ['ISK', 500, 50_000],
  ['UGX', 3_700, 370_000],
  ['KWD', 1_230, 1_230],
])('an amount in %s goes to Stripe as it counts it, and comes back', (currency, amountMinor, amount) => {
  expect(toStripe({ amountMinor, currency })).toBe(amount);
  expect(fromStripe(amount, currency.toLowerCase())).toBe(amountMinor);
});

it('of three decimals Stripe takes tens', () => {
  expect(toStripe({ amountMinor: 1_234, currency: 'KWD' })).toBe(1_230);
  expect(payableByStripe({ amountMinor: 1_239, currency: 'KWD' })).toBe(1_230);
  expect(payableByStripe({ amountMinor: 1_239, currency: 'USD' })).toBe(1_239);
});
