import { dayAfter, reminderPlan } from './reminder-plan';

const WEEK = [1, 2, 3, 4, 5];

describe('what is planned of an invoice that is sent today', () => {
  // 2026-11-20 is a Friday.
  it('leaves on the day of its step, the first one first', () => {
    const steps = [
      { reminderType: 'overdue', days: 7 },
      { reminderType: 'due', days: 4 },
    ] as const;
    expect(reminderPlan(steps, '2026-11-20', 14, WEEK)).toEqual([
      { reminderType: 'due', days: 4, day: '2026-11-30' },
      { reminderType: 'overdue', days: 7, day: '2026-12-11' },
    ]);
  });

  it('waits for a working day, also over the end of a year', () => {
    const due = (days: number, weekdays: number[]) => reminderPlan([{ reminderType: 'overdue', days }], '2026-11-20', 14, weekdays)[0]!.day;
    expect(due(1, WEEK)).toBe('2026-12-07');
    expect(due(1, [6])).toBe('2026-12-05');
    expect(due(28, [7])).toBe('2027-01-03');
  });

  it('is left out where its day is over already, and where nobody works', () => {
    const early = [{ reminderType: 'due', days: 30 }] as const;
    expect(reminderPlan(early, '2026-11-20', 14, WEEK)).toEqual([]);
    expect(reminderPlan(early, '2026-11-20', 60, [])).toEqual([]);
    expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  });
});
