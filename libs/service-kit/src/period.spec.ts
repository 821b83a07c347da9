import { validateSync } from 'class-validator';
import { PeriodQuery, readPeriod } from './period.js';

const NOW = Date.parse('2026-11-30T23:59:59Z');
const refused = expect.objectContaining({ code: 'validation_failed' });

describe('the period of a report', () => {
  it('is the last 30 days unless asked otherwise', () => {
    expect(readPeriod({}, 366, { now: NOW })).toEqual({ from: '2026-11-01', to: '2026-11-30' });
    expect(readPeriod({ from: '2026-11-29' }, 366, { now: NOW })).toEqual({ from: '2026-11-29', to: '2026-11-30' });
    expect(readPeriod({ to: '2026-01-30' }, 366, { now: NOW })).toEqual({ from: '2026-01-01', to: '2026-01-30' });
  });

  it('ends today as the clocks of a time zone show it', () => {
    const evening = Date.parse('2026-11-30T23:30:00.000Z');
    const today = (timeZone: string): string => readPeriod({}, 366, { now: evening, timeZone }).to;
    expect(['America/Bogota', 'UTC', 'Asia/Tokyo'].map(today)).toEqual(['2026-11-30', '2026-11-30', '2026-12-01']);
  });

  it('may begin after today, and is then that day', () => {
    expect(readPeriod({ from: '2026-12-24' }, 366, { now: NOW })).toEqual({ from: '2026-12-24', to: '2026-12-24' });
  });

  it('is refused when it is reversed or too long', () => {
    expect(() => readPeriod({ from: '2026-11-02', to: '2026-11-01' }, 366, { now: NOW })).toThrow(refused);
    expect(() => readPeriod({ from: '2025-10-31', to: '2026-11-01' }, 366, { now: NOW })).toThrow(refused);
    expect(() => readPeriod({ from: '2026-10-01', to: '2026-11-30' }, 31, { now: NOW })).toThrow(refused);
    expect(readPeriod({ from: '2025-11-01', to: '2026-11-01' }, 366, { now: NOW })).toEqual({ from: '2025-11-01', to: '2026-11-01' });
  });

  it.each(['0000-01-01', '0001-01-05', '1999-12-31', '3000-01-01', '2026-02-30', '2026-2-3', 'today'])('is refused for %s', (day) => {
    expect(validateSync(Object.assign(new PeriodQuery(), { to: day }))).toHaveLength(1);
    expect(validateSync(Object.assign(new PeriodQuery(), { from: day }))).toHaveLength(1);
  });

  it.each(['2000-01-01', '2028-02-29', '2999-12-31'])('may begin or end on %s', (day) => {
    expect(validateSync(Object.assign(new PeriodQuery(), { from: day, to: day }))).toEqual([]);
  });
});
