import { daysOf } from './overview-range';

describe('the ranges of the overview', () => {
  const none = { from: null, to: null };

  it.each([
    ['today', { from: '2026-03-01', to: '2026-03-01' }],
    ['yesterday', { from: '2026-02-28', to: '2026-02-28' }],
    ['7', { from: '2026-02-23', to: '2026-03-01' }],
    ['30', { from: '2026-01-31', to: '2026-03-01' }],
    ['custom', { from: '2026-03-01', to: '2026-03-01' }],
  ] as const)('%s', (range, days) => {
    expect(daysOf(range, '2026-03-01', none)).toEqual(days);
  });

  it.each([
    ['as it was asked', '2026-01-05', '2026-01-09', '2026-01-05', '2026-01-09'],
    ['the end after today', '2026-01-05', '2026-04-01', '2026-01-05', '2026-03-01'],
    ['the beginning after the end', '2026-02-05', '2026-01-09', '2026-01-09', '2026-01-09'],
    ['more than a year', '2020-01-01', '2026-01-09', '2025-01-09', '2026-01-09'],
    ['no days at all', 'soon', '', '2026-03-01', '2026-03-01'],
  ])('days of one’s own: %s', (_, from, to, first, last) => {
    expect(daysOf('custom', '2026-03-01', { from, to })).toEqual({ from: first, to: last });
  });
});
