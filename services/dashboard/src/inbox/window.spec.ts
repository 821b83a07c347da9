import { windowLeft } from './window';

const NOW = Date.UTC(2030, 0, 1, 12);
const HOUR = 60 * 60_000;
const inHours = (hours: number): string => new Date(NOW + hours * HOUR).toISOString();

describe('what is left of the window', () => {
  it('is never more than a day, and never less than nothing', () => {
    expect([23, 24, 49, 0, -3].map((hours) => windowLeft(inHours(hours), NOW) / HOUR)).toEqual([23, 24, 24, 0, 0]);
    expect(windowLeft(null, NOW)).toBe(0);
  });
});
