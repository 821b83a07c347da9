/** Messages of a category that a number sent on a day. */
export interface CountedDay {
  day: string;
  outletId: string;
  item: string;
  kind: 'estimated' | 'final';
  currency: string;
  quantity: number;
  charged: number;
  amountMicros: number;
}

/** What of the estimate of a day falls away. */
export interface Relief {
  day: string;
  outletId: string;
  item: string;
  currency: string;
  amountMicros: number;
}

/**
 * What is free each month, of messages that WhatsApp has not said a price of yet: the first so many of a number and calendar month (UTC), in the
 * order of days, and on each day those first that have their price already. Which messages of a day are the free ones nobody can tell, so
 * each gets an equal part.
 *
 * @param days of all days from the first of the month of a period on
 * @param freeMonthly by category
 */
export function freeOf(days: readonly CountedDay[], freeMonthly: ReadonlyMap<string, number>): Relief[] {
  const reliefs: Relief[] = [];
  const byMonth = Map.groupBy(days, ({ day, outletId, item }) => `${day.slice(0, 7)} ${outletId} ${item}`);
  for (const month of byMonth.values()) {
    let left = freeMonthly.get(month[0]!.item) ?? 0;
    const byDay = [...Map.groupBy(month, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, rows] of byDay) {
      for (const { kind, quantity } of rows) if (kind === 'final') left -= quantity;
      const open = rows.filter(({ kind, charged }) => kind === 'estimated' && charged > 0);
      const count = open.reduce((total, { charged }) => total + charged, 0);
      const free = Math.min(Math.max(left, 0), count);
      if (free > 0) {
        for (const { day, outletId, item, currency, amountMicros } of open) {
          reliefs.push({ day, outletId, item, currency, amountMicros: Math.round((amountMicros * free) / count) });
        }
      }
      left -= count;
    }
  }
  return reliefs;
}
