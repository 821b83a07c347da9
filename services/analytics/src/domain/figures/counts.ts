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
  'surveysAsked',
  'surveyRatings',
] as const;
export type Metric = (typeof METRICS)[number];

/** One thing that happened, at a time and an outlet. It counts `value`, by default 1. */
export interface Occurrence {
  at: string;
  outletId: string;
  metric: Metric;
  /** Splits a metric further, for example handoffs by reason. */
  label?: string;
  value?: number;
}

export interface Count {
  /** The start of the hour, UTC. */
  hour: string;
  outletId: string;
  metric: Metric;
  label: string;
  value: number;
}

const hourOf = (at: string): string => `${at.slice(0, 13)}:00:00.000Z`;

/** Sums by hour, outlet, metric and label, sorted by these keys, so that all writers lock rows in the same order. */
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
