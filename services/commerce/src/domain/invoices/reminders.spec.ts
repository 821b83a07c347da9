import { decideReminder, reminderAt, whenOpen } from './reminders.js';

const HOURS = { fromTime: '09:00', toTime: '18:00', weekdays: [1, 2, 3, 4, 5] };
const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();

describe('a reminder', () => {
  it('leaves within the hours of a working day, by the clock on the wall', () => {
    const open = (text: string): string => iso(whenOpen(at(text), HOURS, 'America/Lima'));
    // Lima is five hours behind UTC; 20 November 2026 is a Friday.
    expect(open('2026-11-20T13:59:00Z')).toBe('2026-11-20T14:00:00.000Z');
    expect(open('2026-11-20T15:30:00Z')).toBe('2026-11-20T15:30:00.000Z');
    expect(open('2026-11-20T22:59:59Z')).toBe('2026-11-20T22:59:59.000Z');
    expect(open('2026-11-20T23:00:00Z')).toBe('2026-11-23T14:00:00.000Z');
    expect(open('2026-11-21T15:00:00Z')).toBe('2026-11-23T14:00:00.000Z');
  });

  it('is due so many days before or after, at nine on the wall also where clocks change', () => {
    const due = (reminderType: 'due' | 'overdue', days: number, dueDate: string): string =>
      iso(reminderAt({ reminderType, days }, dueDate, { ...HOURS, weekdays: [1, 2, 3, 4, 5, 6, 7] }, 'Europe/Madrid'));
    expect(due('due', 3, '2026-10-27')).toBe('2026-10-24T07:00:00.000Z');
    expect(due('due', 2, '2026-10-27')).toBe('2026-10-25T08:00:00.000Z');
    expect(due('overdue', 1, '2027-03-27')).toBe('2027-03-28T07:00:00.000Z');
    expect(due('overdue', 0, '2027-03-27')).toBe('2027-03-27T08:00:00.000Z');
  });

  it('is sent only while there is something to pay, nothing stops it and no promise holds it', () => {
    const invoice = { isOpen: true, dueDate: '2026-11-20', promisedUntil: null, remindersStopped: null };
    const decide = (over: object, type: 'due' | 'overdue', today: string) => decideReminder({ ...invoice, ...over }, type, today);
    expect(decide({}, 'due', '2026-11-18')).toEqual({ do: 'send' });
    expect(decide({}, 'due', '2026-11-21')).toEqual({ do: 'skip', reason: 'too_late' });
    expect(decide({}, 'overdue', '2026-11-21')).toEqual({ do: 'send' });
    expect(decide({}, 'overdue', '2026-11-20')).toEqual({ do: 'hold', until: '2026-11-21' });
    expect(decide({ isOpen: false }, 'overdue', '2026-11-21')).toEqual({ do: 'cancel', reason: 'settled' });
    expect(decide({ remindersStopped: 'disputed' }, 'overdue', '2026-11-21')).toEqual({ do: 'cancel', reason: 'disputed' });
    expect(decide({ promisedUntil: '2026-11-27' }, 'overdue', '2026-11-27')).toEqual({ do: 'hold', until: '2026-11-28' });
    expect(decide({ promisedUntil: '2026-11-27' }, 'overdue', '2026-11-28')).toEqual({ do: 'send' });
  });
});
