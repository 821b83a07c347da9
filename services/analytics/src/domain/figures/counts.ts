/** Everything that is counted, by hour and outlet. */
export const METRICS = [
  'messagesIn',
  'messagesOut',
  'messagesBot',
  'messagesAgent',
  'messagesApi',
  'botAnswers',
  'handoffs',
  'conversationsClosed',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'responses',
  'responseMs',
] as const;
export type Metric = (typeof METRICS)[number];

/** What happened once at a time and place; counted with `value`, 1 unless it is said. */
export interface Occurrence {
  at: string;
  outletId: string;
  metric: Metric;
  /** Splits a metric further: the reason of a handoff. */
  label?: string;
  value?: number;
}

export interface Count {
  /** The full hour in UTC. */
  hour: string;
  outletId: string;
  metric: Metric;
  label: string;
  value: number;
}

const hourOf = (at: string): string => `${at.slice(0, 13)}:00:00.000Z`;

/** Sums by hour, outlet, metric and label, in the order of these keys: writers that lock the same rows do so in one order. */
export function countUp(occurrences: readonly Occurrence[]): Count[] {
  const counts = new Map<string, Count>();
  for (const { at, outletId, metric, label = '', value = 1 } of occurrences) {
    const key = [hourOf(at), outletId, metric, label].join(' ');
    const count = counts.get(key) ?? { hour: hourOf(at), outletId, metric, label, value: 0 };
    count.value += value;
    counts.set(key, count);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
