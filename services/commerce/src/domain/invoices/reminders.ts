import { instantOf, wallOf } from '#wall-clock';
import type { Words } from '../order-messages/compose.js';
import { dayAfter, dayOf } from './days.js';

export const REMINDER_TYPES = ['due', 'overdue'] as const;
/** `due`: so many days before the invoice is due; `overdue`: so many days after it. */
export type ReminderType = (typeof REMINDER_TYPES)[number];

export const REMINDER_STATES = ['planned', 'sent', 'skipped', 'cancelled'] as const;
/** `skipped`: its time came, and there was a reason not to send it. */
export type ReminderState = (typeof REMINDER_STATES)[number];

export const STOPS = ['disputed', 'opted_out', 'by_hand', 'replied'] as const;
/** Why reminders of an invoice stopped. */
export type Stop = (typeof STOPS)[number];

/** What a reminder says. */
export type ReminderMessage = Words;

export interface ReminderStep extends ReminderMessage {
  reminderType: ReminderType;
  days: number;
}

/** When reminders may leave, by the company's clock. */
export interface WorkingHours {
  fromTime: string;
  toTime: string;
  /** 1 is Monday, 7 Sunday. */
  weekdays: readonly number[];
}

const timeOf = (text: string): number => Date.parse(`1970-01-01T${text}:00Z`);
const weekdayOf = (day: string): number => new Date(day).getUTCDay() || 7;
const opening = (day: string, time: string, timeZone: string): number => instantOf(Date.parse(day) + timeOf(time), timeZone);

/**
 * The first instant from `at` on at which a reminder may leave: within the hours of a working day. Where clocks are set forward or back the hours
 * are those that the clock on the wall shows.
 *
 * @param at Unix milliseconds, as the result
 */
export function whenOpen(at: number, { fromTime, toTime, weekdays }: WorkingHours, timeZone: string): number {
  const today = dayOf(new Date(at), timeZone);
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = dayAfter(today, ahead);
    if (!weekdays.includes(weekdayOf(day))) continue;
    const from = opening(day, fromTime, timeZone);
    if (at <= from) return from;
    if (ahead === 0 && wallOf(at, timeZone) - Date.parse(day) < timeOf(toTime)) return at;
  }
  return at;
}

/** When a reminder is due. @param dueDate a day on the company's calendar @returns Unix milliseconds */
export function reminderAt(
  { reminderType, days }: Pick<ReminderStep, 'reminderType' | 'days'>,
  dueDate: string,
  hours: WorkingHours,
  timeZone: string,
): number {
  const day = dayAfter(dueDate, reminderType === 'due' ? -days : days);
  return whenOpen(opening(day, hours.fromTime, timeZone), hours, timeZone);
}

/** What is known of an invoice when a reminder's time comes. */
export interface RemindedInvoice {
  isOpen: boolean;
  dueDate: string | null;
  promisedUntil: string | null;
  remindersStopped: Stop | null;
}

/**
 * What becomes of a reminder whose time has come.
 *
 * @param today where the company is @returns `hold` with the day until which it waits
 */
export function decideReminder(
  { isOpen, dueDate, promisedUntil, remindersStopped }: RemindedInvoice,
  type: ReminderType,
  today: string,
): { do: 'send' } | { do: 'skip'; reason: string } | { do: 'cancel'; reason: string } | { do: 'hold'; until: string } {
  if (!isOpen) return { do: 'cancel', reason: 'settled' };
  if (remindersStopped) return { do: 'cancel', reason: remindersStopped };
  if (promisedUntil !== null && promisedUntil >= today) return { do: 'hold', until: dayAfter(promisedUntil, 1) };
  // "It is due in three days" is wrong once it is due.
  if (type === 'due' && dueDate !== null && dueDate < today) return { do: 'skip', reason: 'too_late' };
  if (type === 'overdue' && dueDate !== null && dueDate >= today) return { do: 'hold', until: dayAfter(dueDate, 1) };
  return { do: 'send' };
}
