import { closedSince, isOpen, nextOpening, readBusinessHours, responseDue } from './business-hours.js';

const nineToSix = [{ from: '09:00', to: '18:00' }];
const berlin = readBusinessHours({
  timezone: 'Europe/Berlin',
  weekly: { monday: nineToSix, tuesday: nineToSix, wednesday: nineToSix, thursday: nineToSix, friday: nineToSix },
})!;
const at = (text: string): Date => new Date(text);

describe('business hours', () => {
  it('are those of the clock on the wall, winter and summer', () => {
    // 2026-11-20 is a Friday; Berlin is UTC+1 in winter, UTC+2 in summer.
    expect(isOpen(berlin, at('2026-11-20T07:59:59.999Z'))).toBe(false);
    expect(isOpen(berlin, at('2026-11-20T08:00:00.000Z'))).toBe(true);
    expect(isOpen(berlin, at('2026-11-20T16:59:59.999Z'))).toBe(true);
    expect(isOpen(berlin, at('2026-11-20T17:00:00.000Z'))).toBe(false);
    expect(isOpen(berlin, at('2026-07-20T07:00:00.000Z'))).toBe(true);
    expect(isOpen(berlin, at('2026-07-20T16:00:00.000Z'))).toBe(false);
    expect(isOpen(berlin, at('2026-11-21T10:00:00.000Z'))).toBe(false);
  });

  it('begin again after a weekend in which the clock is put forward, or back', () => {
    expect(nextOpening(berlin, at('2026-03-27T17:00:00.000Z'))).toEqual(at('2026-03-30T07:00:00.000Z'));
    expect(nextOpening(berlin, at('2026-10-23T16:00:00.000Z'))).toEqual(at('2026-10-26T08:00:00.000Z'));
    expect(closedSince(berlin, at('2026-10-26T07:59:00.000Z'))).toBe('2026-10-23T16:00:00.000Z');
    expect(closedSince(berlin, at('2026-03-29T12:00:00.000Z'))).toBe('2026-03-27T17:00:00.000Z');
  });

  it('that begin in the hour which the clock leaves out begin when it is moved', () => {
    // 2026-03-29, 02:00 becomes 03:00 at 01:00 UTC.
    const night = readBusinessHours({ timezone: 'Europe/Berlin', weekly: { sunday: [{ from: '02:30', to: '05:00' }] } })!;
    expect(nextOpening(night, at('2026-03-29T00:30:00.000Z'))).toEqual(at('2026-03-29T01:00:00.000Z'));
    expect(closedSince(night, at('2026-03-29T03:00:00.000Z'))).toBe('2026-03-29T03:00:00.000Z');
  });

  it('that begin in the hour which the clock shows twice begin with the first', () => {
    // 2026-10-25, 03:00 becomes 02:00 at 01:00 UTC.
    const night = readBusinessHours({ timezone: 'Europe/Berlin', weekly: { sunday: [{ from: '02:30', to: '05:00' }] } })!;
    expect(nextOpening(night, at('2026-10-25T00:00:00.000Z'))).toEqual(at('2026-10-25T00:30:00.000Z'));
    // The clock goes back to 02:00: closed for half an hour, and open again.
    expect(isOpen(night, at('2026-10-25T01:10:00.000Z'))).toBe(false);
    expect(closedSince(night, at('2026-10-25T01:10:00.000Z'))).toBe('2026-10-25T01:00:00.000Z');
    expect(nextOpening(night, at('2026-10-25T01:10:00.000Z'))).toEqual(at('2026-10-25T01:30:00.000Z'));
  });

  it('that are moved while open stay open', () => {
    const all = readBusinessHours({ timezone: 'America/New_York', weekly: { sunday: [{ from: '00:00', to: '24:00' }] } })!;
    for (const instant of [
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
      '2026-03-08T06:59:59.999Z',
      '2026-03-08T07:00:00.000Z',
    ]) {
      expect(isOpen(all, at(instant))).toBe(true);
    }
    // 25 hours from midnight to midnight.
    expect(isOpen(all, at('2026-11-02T04:59:59.999Z'))).toBe(true);
    expect(isOpen(all, at('2026-11-02T05:00:00.000Z'))).toBe(false);
  });

  it('past midnight are one period', () => {
    const bar = readBusinessHours({
      timezone: 'America/Bogota',
      weekly: { friday: [{ from: '20:00', to: '24:00' }], saturday: [{ from: '00:00', to: '03:00' }] },
    })!;
    expect(isOpen(bar, at('2026-11-21T05:00:00.000Z'))).toBe(true);
    expect(closedSince(bar, at('2026-11-21T09:00:00.000Z'))).toBe('2026-11-21T08:00:00.000Z');
    expect(nextOpening(bar, at('2026-11-21T09:00:00.000Z'))).toEqual(at('2026-11-28T01:00:00.000Z'));
  });

  it('with a break are closed in it', () => {
    const shop = readBusinessHours({
      timezone: 'UTC',
      weekly: {
        friday: [
          { from: '09:00', to: '12:00' },
          { from: '14:00', to: '18:00' },
        ],
      },
    })!;
    expect(closedSince(shop, at('2026-11-20T13:00:00.000Z'))).toBe('2026-11-20T12:00:00.000Z');
    expect(nextOpening(shop, at('2026-11-20T13:00:00.000Z'))).toEqual(at('2026-11-20T14:00:00.000Z'));
  });

  it('that are none, or make no sense, keep nobody away', () => {
    for (const setting of [
      undefined,
      null,
      {},
      { timezone: 'Mars/Olympus', weekly: {} },
      { timezone: 'UTC', weekly: { friday: [{ from: '9', to: '12' }] } },
    ]) {
      expect(readBusinessHours(setting)).toBeUndefined();
    }
    expect(closedSince(undefined, at('2026-11-20T03:00:00.000Z'))).toBeUndefined();
  });

  it('that never begin are one closed period for ever', () => {
    const never = readBusinessHours({ timezone: 'UTC', weekly: {} })!;
    expect(nextOpening(never, at('2026-11-20T13:00:00.000Z'))).toBeUndefined();
    expect(closedSince(never, at('2026-11-20T13:00:00.000Z'))).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('the time to answer', () => {
  it('is counted by the clock, from the next opening where nobody is there', () => {
    const now = at('2026-11-20T16:59:00.000Z');
    expect(responseDue(300, undefined, now)).toBe('2026-11-20T17:04:00.000Z');
    expect(responseDue(300, berlin, now)).toBe('2026-11-20T17:04:00.000Z');
    expect(responseDue(300, berlin, at('2026-11-20T17:00:00.000Z'))).toBe('2026-11-23T08:05:00.000Z');
  });
  it('over a night in which the clock is moved begins at the opening by the wall', () => {
    expect(responseDue(60, berlin, at('2026-03-28T12:00:00.000Z'))).toBe('2026-03-30T07:01:00.000Z');
    expect(responseDue(60, berlin, at('2026-10-24T12:00:00.000Z'))).toBe('2026-10-26T08:01:00.000Z');
  });
  it('is no time where nothing is promised, or nobody ever is there', () => {
    expect(responseDue(null, berlin, at('2026-11-20T12:00:00.000Z'))).toBeNull();
    expect(responseDue(300, readBusinessHours({ timezone: 'UTC', weekly: {} }), at('2026-11-20T12:00:00.000Z'))).toBeNull();
  });
});
