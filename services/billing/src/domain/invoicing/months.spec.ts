import fc from 'fast-check';
import { addDays, dayAt, daysBetween, monthsAfter, startOfDay } from './months.js';
import { nextStepOf } from './steps.js';

const ZONES = [
  'UTC',
  'Europe/Madrid',
  'America/Santiago',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
];
const HOUR_MS = 3_600_000;

describe('the months of a subscription', () => {
  it('end on the last day where a month is too short, and come back to their own day', () => {
    const months = Array.from({ length: 6 }, (_, i) => monthsAfter('2024-01-31', i));
    expect(months).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31', '2024-06-30']);
    expect(monthsAfter('2025-01-31', 1)).toBe('2025-02-28');
    expect(monthsAfter('2024-02-29', 12)).toBe('2025-02-28');
    expect(monthsAfter('2024-02-29', 48)).toBe('2028-02-29');
  });

  it('follow each other without a gap, each of 28 to 31 days, from any day on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 600 }), (day, months) => {
        const anchor = addDays('1990-01-01', day);
        const [from, to] = [monthsAfter(anchor, months), monthsAfter(anchor, months + 1)];
        expect(daysBetween(from, to)).toBeGreaterThanOrEqual(28);
        expect(daysBetween(from, to)).toBeLessThanOrEqual(31);
        expect(Number(from.slice(8))).toBeLessThanOrEqual(Number(anchor.slice(8)));
      }),
    );
  });

  it('begin at midnight of the zone, or when its clocks first show the day: that instant is in the day, and the one before is not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 12_000, max: 22_000 }), (zone, day) => {
        const date = addDays('1970-01-01', day);
        const start = startOfDay(date, zone);
        expect(dayAt(start, zone)).toBe(date);
        expect(dayAt(new Date(start.getTime() - 1), zone) < date).toBe(true);
        // Clocks change within a day: it has 23 to 25 hours.
        const hours = (startOfDay(addDays(date, 1), zone).getTime() - start.getTime()) / HOUR_MS;
        expect(hours).toBeGreaterThanOrEqual(23);
        expect(hours).toBeLessThanOrEqual(25);
      }),
      { numRuns: 400 },
    );
  });

  it('looks again at the first of what comes: a month, a reminder, a suspension', () => {
    const terms = { remindDays: 3, graceDays: 7 };
    const month = new Date('2026-04-01');
    const open = { dueAt: '2026-03-20T00:00:00.000Z', remindedAt: null };
    const next = (at: string, remindedAt: string | null = null) =>
      nextStepOf(month, [{ ...open, remindedAt }], terms, new Date(at)).toISOString();
    expect(next('2026-03-10')).toBe('2026-03-17T00:00:00.000Z');
    expect(next('2026-03-17', '2026-03-17')).toBe('2026-03-27T00:00:00.000Z');
    expect(next('2026-03-27', '2026-03-17')).toBe('2026-04-01T00:00:00.000Z');
    expect(nextStepOf(month, [], terms, new Date('2026-03-10'))).toEqual(month);
  });
});
