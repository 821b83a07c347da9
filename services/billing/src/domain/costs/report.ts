import { minorOf } from '#contracts';
import type { Cost } from './message-cost.js';

/** By what a report is grouped. */
export const COST_GROUPS = ['day', 'outlet', 'category', 'model'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** Sums of one key, as they are read. */
export interface SumRow {
  key: string;
  kind: Cost['kind'];
  currency: string;
  quantity: number;
  amountMicros: number;
}

/** Exactly, and in the currency's smallest unit, rounded. */
export interface ExactMoney {
  amountMinor: number;
  amountMicros: number;
  currency: string;
}

export interface CostLine {
  estimated: ExactMoney;
  final: ExactMoney;
  total: ExactMoney;
}

export interface CostItem extends CostLine {
  key: string;
  /** Messages, or answers of a model. */
  quantity: { estimated: number; final: number };
}

export interface CostReport {
  /** By key, one of each currency. */
  items: CostItem[];
  /** One of each currency. */
  totals: CostLine[];
  /** What has no price: it is in no amount. */
  unpriced: number;
}

export const moneyOf = (amountMicros: number, currency: string): ExactMoney => ({
  amountMinor: minorOf(amountMicros, currency),
  amountMicros,
  currency,
});

/** Brings sums into lines, one a key and currency, in the order of keys. */
export function reportOf(rows: readonly SumRow[]): CostReport {
  const priced = rows.filter(({ kind }) => kind !== 'unpriced');
  const lineOf = (currency: string, own: readonly SumRow[]): CostLine => {
    const sum = (kind: Cost['kind']): number => own.reduce((total, row) => (row.kind === kind ? total + row.amountMicros : total), 0);
    const [estimated, final] = [sum('estimated'), sum('final')];
    return { estimated: moneyOf(estimated, currency), final: moneyOf(final, currency), total: moneyOf(estimated + final, currency) };
  };
  const count = (own: readonly SumRow[], kind: Cost['kind']): number =>
    own.reduce((total, row) => (row.kind === kind ? total + row.quantity : total), 0);
  const byKey = Map.groupBy(priced, ({ key, currency }) => `${key}\t${currency}`);
  const items = [...byKey.values()].map((own) => ({
    key: own[0]!.key,
    ...lineOf(own[0]!.currency, own),
    quantity: { estimated: count(own, 'estimated'), final: count(own, 'final') },
  }));
  const order = ({ key, total }: CostItem): string => `${key}\t${total.currency}`;
  return {
    items: items.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    totals: [...Map.groupBy(priced, ({ currency }) => currency)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, own]) => lineOf(currency, own)),
    unpriced: count(rows, 'unpriced'),
  };
}
