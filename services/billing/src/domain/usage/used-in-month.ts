import type { Meter } from '../plans/plan.js';
import { monthOf } from '../plans/month.js';
import type { DayUsage } from './tally.js';

/**
 * What of the days counts in the month of `today`, by meter. What comes late counts on its day and in no month that has begun since; a day
 * that has not come yet (a clock that is fast) counts in this month.
 *
 * @returns only meters that grow
 */
export function usedInMonth(days: readonly DayUsage[], today: string): { month: string; used: { meter: Meter; amount: number }[] } {
  const month = monthOf(today).from;
  const counted = days.filter(({ day }) => day >= month);
  const sum = (name: 'messagesOut' | 'aiReplies'): number => counted.reduce((total, day) => total + day[name], 0);
  const used = [
    { meter: 'messages' as const, amount: sum('messagesOut') },
    { meter: 'aiReplies' as const, amount: sum('aiReplies') },
  ];
  return { month, used: used.filter(({ amount }) => amount !== 0) };
}
