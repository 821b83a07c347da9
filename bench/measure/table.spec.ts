import { ms, ratio, renderTable, spread, verdict, whole } from './table.js';

describe('tables of a benchmark', () => {
  it('align names to the left and figures to the right', () => {
    expect(
      renderTable(
        ['server', 'req/s'],
        [
          ['R0', '54,400'],
          ['OURS', '9'],
        ],
      ),
    ).toBe(['server   req/s', '------  ------', 'R0      54,400', 'OURS         9'].join('\n'));
  });

  it('show no ratio to a baseline that was not measured', () => {
    expect(ratio(5, undefined)).toBe('-');
    expect(ratio(5, 0)).toBe('-');
    expect(ratio(NaN, 5)).toBe('-');
    expect(ratio(4, 5)).toBe('0.80');
    expect(spread(undefined)).toBe('-');
    expect(spread({ median: 0.8, least: 0.75, most: 1 })).toBe('0.80 (0.75-1.00)');
  });

  it('keep as many digits as a figure is worth', () => {
    expect([ms(0.1234), ms(12.34), ms(123.4), ms(NaN)]).toEqual(['0.12', '12.3', '123', '-']);
    expect(whole(12345.6)).toBe('12,346');
  });

  it('call an aim missed when nothing was measured', () => {
    expect(verdict(0.8, { atLeast: 0.8 })).toBe('0.80 (aim >= 0.8: met)');
    expect(verdict(2.6, { atMost: 2.5 })).toBe('2.60 (aim <= 2.5: missed)');
    expect(verdict(undefined, { atLeast: 0.8 })).toBe('- (aim >= 0.8: missed)');
    expect(verdict(NaN, { atMost: 2.5 })).toBe('- (aim <= 2.5: missed)');
  });
});
