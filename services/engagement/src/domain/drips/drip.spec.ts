import { decideStep, dueAfter, LATE_MS, type Moment } from './drip.js';

const iso = (at: number): string => new Date(at).toISOString();
const at = Date.parse;

describe('when a step is due', () => {
  it('so long after the step before', () => {
    const from = at('2026-01-15T10:00:00Z');
    expect(iso(dueAfter({ amount: 90, unit: 'minutes' }, from, 'UTC'))).toBe('2026-01-15T11:30:00.000Z');
    expect(iso(dueAfter({ amount: 2, unit: 'weeks' }, from, 'UTC'))).toBe('2026-01-29T10:00:00.000Z');
  });

  // Five zones on the days on which their clocks change: the clock of the contact shows 9:00 all the same.
  it.each([
    ['Europe/Berlin', '2026-03-28T09:00:00Z', '2026-03-29T07:00:00.000Z'],
    ['Europe/Berlin', '2026-10-24T09:00:00Z', '2026-10-25T08:00:00.000Z'],
    ['America/New_York', '2026-03-07T15:00:00Z', '2026-03-08T13:00:00.000Z'],
    ['America/New_York', '2026-10-31T15:00:00Z', '2026-11-01T14:00:00.000Z'],
    ['Australia/Sydney', '2026-04-04T00:00:00Z', '2026-04-04T23:00:00.000Z'],
    ['Australia/Sydney', '2026-10-03T00:00:00Z', '2026-10-03T22:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-03T22:00:00.000Z'],
    ['America/Santiago', '2026-04-04T13:00:00Z', '2026-04-05T13:00:00.000Z'],
    ['America/Santiago', '2026-09-05T14:00:00Z', '2026-09-06T12:00:00.000Z'],
  ])('by the clock of %s, from %s on', (zone, from, then) => {
    expect(iso(dueAfter({ at: '09:00' }, at(from), zone))).toBe(then);
  });
});

describe('a step that is due', () => {
  const now = at('2026-01-15T23:00:00Z');
  const moment: Moment = {
    now,
    dueAt: now,
    leavesAt: now,
    late: 'send',
    isThere: true,
    isInSegment: undefined,
    isFitting: true,
  };
  it.each<[Partial<Moment>, object]>([
    [{}, { kind: 'send' }],
    [{ isInSegment: true }, { kind: 'send' }],
    [
      { isThere: false, isFitting: false },
      { kind: 'exit', reason: 'contact_gone' },
    ],
    [{ isInSegment: false }, { kind: 'exit', reason: 'left_segment' }],
    [{ isFitting: false }, { kind: 'skip', reason: 'condition' }],
    [{ dueAt: now - LATE_MS - 1 }, { kind: 'send' }],
    [
      { dueAt: now - LATE_MS - 1, late: 'skip' },
      { kind: 'skip', reason: 'late' },
    ],
    [{ dueAt: now - LATE_MS, late: 'skip' }, { kind: 'send' }],
    [{ leavesAt: now + 1 }, { kind: 'wait', until: now + 1 }],
  ])('%j', (over, decision) => {
    expect(decideStep({ ...moment, ...over })).toEqual(decision);
  });
});
