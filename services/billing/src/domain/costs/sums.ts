import type { Cost, KnownMessage } from './message-cost.js';

/** What is added to the sums of a day. */
export interface Growth {
  day: string;
  source: 'message' | 'model';
  outletId: string;
  /** Of messages the category, of answers the model. */
  item: string;
  kind: Cost['kind'];
  currency: string;
  quantity: number;
  charged: number;
  amountMicros: number;
}

/** What a message stands in the sums with. */
export interface Counted {
  message: Pick<KnownMessage, 'day' | 'outletId'>;
  cost: Cost | undefined;
}

const growthOf = ({ message: { day, outletId }, cost }: Counted, sign: 1 | -1): Growth[] =>
  cost === undefined
    ? []
    : [
        {
          day,
          source: 'message',
          outletId,
          item: cost.item,
          kind: cost.kind,
          currency: cost.currency,
          quantity: sign,
          charged: cost.isCharged ? sign : 0,
          amountMicros: sign * cost.amountMicros,
        },
      ];

/** What changes in the sums where a message was counted in one way and is now in another. */
export const moved = (before: Counted | undefined, after: Counted): Growth[] => [
  ...(before ? growthOf(before, -1) : []),
  ...growthOf(after, 1),
];

const keyOf = ({ day, source, outletId, item, kind, currency }: Growth): string => [day, source, outletId, item, kind, currency].join('\t');

/** One row a key, in the order of keys so that all writers lock in the same; what adds up to nothing is left out. */
export function added(growths: readonly Growth[]): Growth[] {
  const sums = new Map<string, Growth>();
  for (const growth of growths) {
    const sum = sums.get(keyOf(growth));
    if (!sum) sums.set(keyOf(growth), { ...growth });
    else {
      sum.quantity += growth.quantity;
      sum.charged += growth.charged;
      sum.amountMicros += growth.amountMicros;
    }
  }
  return [...sums]
    .filter(([, { quantity, charged, amountMicros }]) => quantity !== 0 || charged !== 0 || amountMicros !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum);
}
