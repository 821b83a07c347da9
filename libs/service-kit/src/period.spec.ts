import { readPeriod } from './period.js';

const NOW = Date.parse('2026-11-30T23:59:59Z');
const refused = expect.objectContaining({ code: 'validation_failed' });

describe('the period of a report', () => {
  it('is the last 30 days unless asked otherwise', () => {
    expect(readPeriod({}, 366, NOW)).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(readPeriod({ from: '2026-11-29' }, 366, NOW)).toEqual({ from: '2026-11-29', to: '2026-11-30' });
    expect(readPeriod({ to: '2026-01-30' }, 366, NOW)).toEqual({ from: '2026-01-01', to: '2026-01-30' });
  });

  it('may begin after today, and is then that day', () => {
    expect(readPeriod({ from: '2026-12-24' }, 366, NOW)).toEqual({ from: '2026-12-24', to: '2026-12-24' });
  });

  it('is refused when it is reversed or too long', () => {
    expect(() => readPeriod({ from: '2026-11-02', to: '2026-11-01' }, 366, NOW)).toThrow(refused);
    expect(() => readPeriod({ from: '2025-10-31', to: '2026-11-01' }, 366, NOW)).toThrow(refused);
    expect(() => readPeriod({ from: '2026-10-01', to: '2026-11-30' }, 31, NOW)).toThrow(refused);
    expect(readPeriod({ from: '2025-11-01', to: '2026-11-01' }, 366, NOW)).toEqual({ from: '2025-11-01', to: '2026-11-01' });
  });
});
