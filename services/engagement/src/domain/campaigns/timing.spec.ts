import { afterQuiet, dayIn, firstTurn, turnIn, ZoneClock } from './timing.js';

const iso = (at: number): string => new Date(at).toISOString();
const at = Date.parse;
const NIGHT = { from: '21:00', to: '08:00' };

describe('quiet hours', () => {
  it.each([
    ['at night, before midnight', '2026-01-15T22:30:00Z', 'UTC', '2026-01-16T08:00:00.000Z'],
    ['at night, after midnight', '2026-01-15T03:00:00Z', 'UTC', '2026-01-15T08:00:00.000Z'],
    ['at their end', '2026-01-15T08:00:00Z', 'UTC', '2026-01-15T08:00:00.000Z'],
    ['by day', '2026-01-15T12:00:00Z', 'UTC', '2026-01-15T12:00:00.000Z'],
    ['by the clock of the contact', '2026-01-15T12:00:00Z', 'America/Los_Angeles', '2026-01-15T16:00:00.000Z'],
    // Clocks in Berlin go from 2:00 to 3:00 on 29 March, in New York on 8 March; back on 25 October and 1 November.
    ['in the night in which clocks go forward', '2026-03-28T22:00:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
    ['in the night in which they go back', '2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
    ['in New York in spring', '2026-03-08T04:00:00Z', 'America/New_York', '2026-03-08T12:00:00.000Z'],
    ['in Sydney in autumn', '2026-04-04T12:00:00Z', 'Australia/Sydney', '2026-04-04T22:00:00.000Z'],
    ['on Lord Howe, by half an hour', '2026-10-03T12:00:00Z', 'Australia/Lord_Howe', '2026-10-03T21:00:00.000Z'],
  ])('hold what comes %s until they end', (_, now, zone, then) => {
    expect(iso(afterQuiet(at(now), NIGHT, zone))).toBe(then);
  });

  it('of the day lie within it', () => {
    const LUNCH = { from: '12:00', to: '14:00' };
    expect(iso(afterQuiet(at('2026-01-15T13:00:00Z'), LUNCH, 'UTC'))).toBe('2026-01-15T14:00:00.000Z');
    expect(iso(afterQuiet(at('2026-01-15T15:00:00Z'), LUNCH, 'UTC'))).toBe('2026-01-15T15:00:00.000Z');
  });
});

describe('the turn of a contact', () => {
  const now = at('2026-12-24T10:00:00Z');

  it('comes at once, at an instant, or by the clock of their zone', () => {
    const turn = (schedule: Parameters<typeof turnIn>[1]['schedule'], zone: string) =>
      iso(turnIn(zone, { schedule, quietHours: null }, now));
    expect(turn(null, 'UTC')).toBe(iso(now));
    expect(turn({ localTime: '09:00' }, 'America/Lima')).toBe('2026-12-24T14:00:00.000Z');
    expect(turn({ localTime: '09:00' }, 'Europe/Berlin')).toBe('2026-12-25T08:00:00.000Z');
    expect(turn({ localTime: '09:00', date: '2026-12-26' }, 'Asia/Tokyo')).toBe('2026-12-26T00:00:00.000Z');
    // The day has come and gone there: it leaves late rather than never.
    expect(turn({ localTime: '09:00', date: '2026-12-24' }, 'Asia/Tokyo')).toBe(iso(now));
  });

  it('is looked for when the first clock of the earth shows the time', () => {
    expect(iso(firstTurn({ localTime: '09:00', date: '2026-12-26' }, now))).toBe('2026-12-25T19:00:00.000Z');
    expect(iso(firstTurn({ at: '2026-12-31T00:00:00.000Z' }, now))).toBe('2026-12-31T00:00:00.000Z');
    expect(iso(firstTurn({ at: '2026-12-01T00:00:00.000Z' }, now))).toBe(iso(now));
  });

  it('goes by the zone that the contact names, else their number’s country, else the company', () => {
    const clock = new ZoneClock('Asia/Tokyo');
    const day = (phone: string | null, attributes = {}) => clock.of({ phone, attributes }, 'day', (zone) => `${zone} ${dayIn(zone, now)}`);
    expect(day('16505551234', { timeZone: 'America/Lima' })).toBe('America/Lima 2026-12-24');
    expect(day('51987654321')).toBe('America/Lima 2026-12-24');
    // A number of the United States may be of any of their zones, and says nothing of which.
    expect(day('16505551234')).toBe('Asia/Tokyo 2026-12-24');
    expect(day(null)).toBe('Asia/Tokyo 2026-12-24');
  });
});
