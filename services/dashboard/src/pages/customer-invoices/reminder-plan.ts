import type { Schemas } from '../../api/client';

type Step = Pick<Schemas['ReminderStepBody'], 'reminderType' | 'days'>;
const DAY_MS = 24 * 60 * 60_000;

/** A day of the calendar so many days later. */
export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/**
 * When reminders of an invoice would leave that is sent today, the first one first: what does not fall on a working day waits for the next one, and
 * what would have been before today is not planned.
 *
 * @param today as `2026-11-20` @param dueDays so many days after today it is due @param weekdays working days: 1 is Monday, 7 Sunday
 */
export function reminderPlan(
  steps: readonly Step[],
  today: string,
  dueDays: number,
  weekdays: readonly number[],
): (Step & { day: string })[] {
  if (weekdays.length === 0) return [];
  const workingDay = (day: string): string => (weekdays.includes(new Date(day).getUTCDay() || 7) ? day : workingDay(dayAfter(day, 1)));
  return steps
    .map(({ reminderType, days }) => ({
      reminderType,
      days,
      day: workingDay(dayAfter(today, dueDays + (reminderType === 'due' ? -days : days))),
    }))
    .filter(({ day }) => day >= today)
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
