import { monthOf } from '../plans/month.js';
import type { Money } from '../ledger/money.js';

/** What one day of a tenant brought and cost, in one currency, in millionths of its unit. */
export interface MarginDay {
  day: string;
  currency: string;
  /** Of the price of a month, spread evenly over its days. */
  planMicros: number;
  /** Taken from the deposit for what was used beyond the plan. */
  overageMicros: number;
  /** What WhatsApp and the models cost. */
  costMicros: number;
}

export const marginOf = ({ planMicros, overageMicros, costMicros }: Omit<MarginDay, 'day' | 'currency'>): number =>
  planMicros + overageMicros - costMicros;

/** From which day on a tenant was on a version of a plan. */
export interface PlanFrom {
  fromDay: string;
  /** Of a month; null where nothing is paid for it. */
  price: Money | null;
}

interface Facts {
  /** In the order of days; the first may be older than the period. */
  plans: readonly PlanFrom[];
  overage: readonly { day: string; currency: string; amountMinor: number }[];
  costs: readonly { day: string; currency: string; amountMicros: number }[];
}

const DAY_MS = 86_400_000;

/**
 * What a tenant paid and cost, day by day: only days and currencies of which there is something to tell.
 *
 * @param period both days included; nothing is earned on days after `today`
 * @param microsOf an amount in the smallest unit of its currency, in millionths of the unit
 */
export function marginDays(
  period: { from: string; to: string },
  today: string,
  { plans, overage, costs }: Facts,
  microsOf: (money: Money) => number,
): MarginDay[] {
  const days = new Map<string, MarginDay>();
  const at = (day: string, currency: string): MarginDay => {
    const key = `${day}\t${currency}`;
    const known = days.get(key) ?? { day, currency, planMicros: 0, overageMicros: 0, costMicros: 0 };
    days.set(key, known);
    return known;
  };
  for (let ms = Date.parse(period.from); ms <= Date.parse(period.to); ms += DAY_MS) {
    const day = new Date(ms).toISOString().slice(0, 10);
    if (day > today) break;
    const price = plans.findLast(({ fromDay }) => fromDay <= day)?.price;
    if (price) at(day, price.currency).planMicros += shareOfDay(microsOf(price), day);
  }
  for (const { day, currency, amountMinor } of overage) at(day, currency).overageMicros += microsOf({ amountMinor, currency });
  for (const { day, currency, amountMicros } of costs) at(day, currency).costMicros += amountMicros;
  return [...days.values()].sort((a, b) => (`${a.day}${a.currency}` < `${b.day}${b.currency}` ? -1 : 1));
}

/** Whole millionths: the days of a month add up to its price exactly. */
function shareOfDay(priceMicros: number, day: string): number {
  const { to } = monthOf(day);
  const [nth, days] = [Number(day.slice(8)), Number(to.slice(8))];
  const until = (place: number): number => Math.floor((priceMicros * place) / days);
  return until(nth) - until(nth - 1);
}

/** Sums by month and currency. @param days of {@link marginDays} */
export function marginMonths(days: readonly MarginDay[]): (Omit<MarginDay, 'day'> & { month: string })[] {
  return [...Map.groupBy(days, ({ day, currency }) => `${day.slice(0, 7)}\t${currency}`).values()].map((own) => ({
    month: own[0]!.day.slice(0, 7),
    ...marginSum(own),
  }));
}

/** @param own of one currency, at least one */
export function marginSum(own: readonly MarginDay[]): Omit<MarginDay, 'day'> {
  const sum = (key: 'planMicros' | 'overageMicros' | 'costMicros'): number => own.reduce((total, each) => total + each[key], 0);
  return { currency: own[0]!.currency, planMicros: sum('planMicros'), overageMicros: sum('overageMicros'), costMicros: sum('costMicros') };
}
