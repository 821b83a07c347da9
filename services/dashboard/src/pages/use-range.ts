import { useSearchParams } from 'react-router';
import { dayOf, daysOf, isRange, type Days, type Range } from './overview-range';

const REPLACE = { replace: true, preventScrollReset: true };

/** The days whose figures the page shows, as the clocks of the reader count them; they stand in the address. */
export function useRange(): {
  range: Range;
  days: Days;
  today: string;
  timeZone: string;
  choose: (next: Range) => void;
  chooseDays: (days: Partial<Days>) => void;
} {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('range');
  const range: Range = isRange(asked) ? asked : 'today';
  const today = dayOf(new Date());
  const days = daysOf(range, today, { from: parameters.get('from'), to: parameters.get('to') });
  return {
    range,
    days,
    today,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    choose: (next) => setParameters(next === 'today' ? {} : next === 'custom' ? { range: next, ...days } : { range: next }, REPLACE),
    chooseDays: (chosen) => setParameters({ range, ...days, ...chosen }, REPLACE),
  };
}
