import type { Direction } from '#contracts';

/** What is added to one day of a tenant. */
export interface DayUsage {
  day: string;
  messagesIn: number;
  messagesOut: number;
  aiReplies: number;
  promptTokens: number;
  completionTokens: number;
}

type Growth = Omit<DayUsage, 'day'>;
const NOTHING: Growth = { messagesIn: 0, messagesOut: 0, aiReplies: 0, promptTokens: 0, completionTokens: 0 };

/** The UTC day of an ISO time. */
const dayOf = (at: string): string => at.slice(0, 10);

/** Sums by day, sorted by day, so that all writers lock rows in the same order. */
function byDay(entries: readonly { at: string; growth: Partial<Growth> }[]): DayUsage[] {
  const days = new Map<string, DayUsage>();
  for (const { at, growth } of entries) {
    const day = days.get(dayOf(at)) ?? { day: dayOf(at), ...NOTHING };
    for (const [name, amount] of Object.entries(growth) as [keyof Growth, number][]) day[name] += amount;
    days.set(day.day, day);
  }
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export const tallyMessages = (messages: readonly { direction: Direction; at: string }[]): DayUsage[] =>
  byDay(messages.map(({ direction, at }) => ({ at, growth: direction === 'inbound' ? { messagesIn: 1 } : { messagesOut: 1 } })));

/** A handoff is not a reply, but its tokens were paid for. */
export const tallyReplies = (
  replies: readonly { at: string; answered: boolean; promptTokens: number; completionTokens: number }[],
): DayUsage[] =>
  byDay(
    replies.map(({ at, answered, promptTokens, completionTokens }) => ({
      at,
      growth: { aiReplies: answered ? 1 : 0, promptTokens, completionTokens },
    })),
  );

/** A message's price as WhatsApp reports it: category and type, never an amount. */
export interface PricedMessage {
  messageId: string;
  category: string;
  type: string;
  day: string;
}

/** The statuses that carry a price, each (message, category, type) once, sorted by that key. */
export function pricedMessages(
  statuses: readonly {
    messageId: string;
    at: string;
    pricing?: { category?: string | undefined; type?: string | undefined } | undefined;
  }[],
): PricedMessage[] {
  const priced = new Map<string, PricedMessage>();
  for (const { messageId, at, pricing } of statuses) {
    if (!pricing?.category) continue;
    const type = pricing.type ?? 'regular';
    const key = `${messageId} ${pricing.category} ${type}`;
    if (!priced.has(key)) priced.set(key, { messageId, category: pricing.category, type, day: dayOf(at) });
  }
  return [...priced].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, message]) => message);
}
