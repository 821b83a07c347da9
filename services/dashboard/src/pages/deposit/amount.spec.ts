import { readAmount, typedAmount } from './amount';

it.each([
  ['20', 'USD', 2_000],
  ['19.99', 'USD', 1_999],
  ['19,9', 'USD', 1_990],
  [' 5. ', 'EUR', 500],
  ['0.05', 'USD', 5],
  ['500', 'JPY', 500],
  ['1.234', 'KWD', 1_234],
  ['19.99', 'COP', 1_999],
  ['19.999', 'USD', undefined],
  ['5.5', 'JPY', undefined],
  ['-5', 'USD', undefined],
  ['1 000', 'USD', undefined],
  ['', 'USD', undefined],
] as const)('%s of %s is %s', (typed, currency, amountMinor) => {
  expect(readAmount(typed, currency)).toBe(amountMinor);
});

it('an amount is typed as it is read', () => {
  for (const [amountMinor, currency] of [
    [1_999, 'USD'],
    [5, 'USD'],
    [500, 'JPY'],
    [1_234, 'KWD'],
  ] as const) {
    expect(readAmount(typedAmount(amountMinor, currency), currency)).toBe(amountMinor);
  }
});
