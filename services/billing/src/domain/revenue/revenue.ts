import type { Money } from '../ledger/money.js';

/** A version of a plan, and whether it costs nothing yet. */
export interface OnPlan {
  plan: string;
  version: number;
  isTrial: boolean;
}

/** How many tenants are on a version now. */
export interface Standing extends OnPlan {
  tenants: number;
}

/** How many tenants went from one version to another in a month. */
export interface Move {
  /** Its first day. */
  month: string;
  /** Null: the tenant came. */
  from: OnPlan | null;
  /** Null: the tenant was deleted. */
  to: OnPlan | null;
  tenants: number;
}

/** Of one currency, in its smallest unit: what a month of all plans was worth, and by what that changed. */
export interface MonthMoney {
  currency: string;
  startMinor: number;
  newMinor: number;
  upgradesMinor: number;
  downgradesMinor: number;
  endedMinor: number;
  endMinor: number;
}

export interface RevenueMonth {
  /** `2026-11` */
  month: string;
  /** Tenants who paid when the month began. */
  start: number;
  new: number;
  upgrades: number;
  downgrades: number;
  ended: number;
  /** Tenants who pay at its end, or now. */
  end: number;
  /** `ended` of `start`; null where nobody paid at the start. */
  churn: number | null;
  money: MonthMoney[];
}

type PriceOf = (plan: OnPlan | null) => Money | null;

/** @param prices of a month, by version; nothing is paid for what is not in it */
export const priceOf =
  (prices: readonly { name: string; version: number; price: Money | null }[]): PriceOf =>
  (on) =>
    on === null || on.isTrial ? null : (prices.find(({ name, version }) => name === on.plan && version === on.version)?.price ?? null);

type Kind = 'new' | 'upgrades' | 'downgrades' | 'ended';

/** What a move is to the operator: nothing where the price is the same. */
function kindOf(before: Money | null, after: Money | null): Kind | undefined {
  if (!before) return after ? 'new' : undefined;
  if (!after) return 'ended';
  // There is no rate between currencies: whoever changes it has ended in one and is new in the other, which `money` shows.
  if (before.currency !== after.currency || before.amountMinor === after.amountMinor) return undefined;
  return after.amountMinor > before.amountMinor ? 'upgrades' : 'downgrades';
}

/**
 * What happened in each month, told backwards from how many pay now.
 *
 * @param months `2026-11`, in their order, without a gap; the last one is the present one
 * @param moves of these months
 */
export function revenueMonths(
  standing: readonly Standing[],
  moves: readonly Move[],
  price: PriceOf,
  months: readonly string[],
): RevenueMonth[] {
  let end = standing.reduce((sum, each) => sum + (price(each) ? each.tenants : 0), 0);
  const worth = new Map<string, number>();
  for (const each of standing) grow(worth, price(each), each.tenants);
  return [...months]
    .reverse()
    .map((month) => {
      const made: RevenueMonth = { month, start: end, new: 0, upgrades: 0, downgrades: 0, ended: 0, end, churn: null, money: [] };
      const changes = new Map<string, Omit<MonthMoney, 'currency' | 'startMinor' | 'endMinor'>>();
      const changeIn = (currency: string) => {
        const known = changes.get(currency) ?? { newMinor: 0, upgradesMinor: 0, downgradesMinor: 0, endedMinor: 0 };
        changes.set(currency, known);
        return known;
      };
      for (const move of moves) {
        if (!move.month.startsWith(month)) continue;
        const [before, after] = [price(move.from), price(move.to)];
        const kind = kindOf(before, after);
        if (kind) made[kind] += move.tenants;
        made.start -= ((after ? 1 : 0) - (before ? 1 : 0)) * move.tenants;
        if (kind === 'upgrades' || kind === 'downgrades') {
          const sum = changeIn(after!.currency);
          sum[`${kind}Minor`] += (after!.amountMinor - before!.amountMinor) * move.tenants;
        } else {
          if (after) changeIn(after.currency).newMinor += after.amountMinor * move.tenants;
          if (before) changeIn(before.currency).endedMinor -= before.amountMinor * move.tenants;
        }
      }
      for (const currency of [...new Set([...worth.keys(), ...changes.keys()])].sort()) {
        const change = changeIn(currency);
        const endMinor = worth.get(currency) ?? 0;
        const startMinor = endMinor - change.newMinor - change.upgradesMinor - change.downgradesMinor - change.endedMinor;
        worth.set(currency, startMinor);
        if (startMinor !== 0 || endMinor !== 0 || Object.values(change).some((sum) => sum !== 0))
          made.money.push({ currency, startMinor, ...change, endMinor });
      }
      made.churn = made.start > 0 ? made.ended / made.start : null;
      end = made.start;
      return made;
    })
    .reverse();
}

function grow(sums: Map<string, number>, money: Money | null, times: number): void {
  if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amountMinor * times);
}

/** The months that end with the one of a day, the oldest first. @param day `2026-11-20` */
export function monthsUntil(day: string, count: number): string[] {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - count + back, 1)).toISOString().slice(0, 7));
}
