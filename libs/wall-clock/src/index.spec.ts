import fc from 'fast-check';
import { instantOf, isTimeZone, wallOf } from './index.js';

const iso = (instant: number): string => new Date(instant).toISOString();
const at = (wall: string, zone: string): string => iso(instantOf(Date.parse(`${wall}Z`), zone));

describe('the clock on the wall', () => {
  it('shows the time of its zone', () => {
    expect(iso(wallOf(Date.parse('2026-01-15T12:00:00.250Z'), 'America/Lima'))).toBe('2026-01-15T07:00:00.250Z');
    expect(at('2026-01-15T09:00:00', 'America/Lima')).toBe('2026-01-15T14:00:00.000Z');
    expect(at('2026-07-15T09:00:00', 'Europe/Madrid')).toBe('2026-07-15T07:00:00.000Z');
    expect(at('2026-07-15T09:00:00', 'Asia/Kathmandu')).toBe('2026-07-15T03:15:00.000Z');
  });

  it('leaves times out when it is set forward: they are as much later', () => {
    // On 29 March 2026 clocks in Berlin go from 2:00 to 3:00, on 4 October those of Lord Howe from 2:00 to 2:30.
    expect(at('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-04T02:10:00', 'Australia/Lord_Howe')).toBe('2026-10-03T15:40:00.000Z');
  });

  it('shows times twice when it is set back: the first one counts', () => {
    expect(at('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-11-01T01:30:00', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });

  it('shows the time that it was asked for, or a later one of the same day', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
      'America/Santiago',
      'Asia/Tehran',
    ];
    const minute = 60_000;
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 26_000_000, max: 31_000_000 }), (zone, minutes) => {
        const wall = minutes * minute;
        const instant = instantOf(wall, zone);
        const late = wallOf(instant, zone) - wall;
        expect(late >= 0 && late <= 60 * minute).toBe(true);
        // Never the second of two.
        if (late === 0) for (const earlier of [30, 60]) expect(wallOf(instant - earlier * minute, zone)).not.toBe(wall);
      }),
    );
  });

  it('knows zones by their names in the IANA database', () => {
    expect(['Europe/Berlin', 'UTC', 'America/Argentina/Salta'].every(isTimeZone)).toBe(true);
    expect(['Mars/Olympus', '', 5, null, undefined].some(isTimeZone)).toBe(false);
  });
});
