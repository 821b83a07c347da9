import type { Metric } from './counts.js';

export interface Overview {
  /** `bot`, `agent`, `api` and `system` add up to `out`: what none of the first three wrote, the system did. */
  messages: { in: number; out: number; bot: number; agent: number; api: number; system: number };
  /** Of what was answered by the bot or handed to a person, the share that the bot answered, 0 to 1; null where there was neither. */
  automationRate: number | null;
  botAnswers: number;
  handoffs: { total: number; byReason: { reason: string; count: number }[] };
  conversationsClosed: number;
  delivery: { accepted: number; sent: number; delivered: number; read: number; failed: number };
  /** From a customer's message to the first answer. */
  responseTime: { count: number; averageMs: number | null };
}

export function overviewOf(totals: readonly { metric: Metric; label: string; value: number }[]): Overview {
  const sum = (metric: Metric): number => totals.reduce((all, total) => (total.metric === metric ? all + total.value : all), 0);
  const [out, bot, agent, api] = [sum('messagesOut'), sum('messagesBot'), sum('messagesAgent'), sum('messagesApi')];
  const [handoffs, responses] = [sum('handoffs'), sum('responses')];
  return {
    messages: { in: sum('messagesIn'), out, bot, agent, api, system: out - bot - agent - api },
    automationRate: bot + handoffs > 0 ? bot / (bot + handoffs) : null,
    botAnswers: sum('botAnswers'),
    handoffs: {
      total: handoffs,
      byReason: totals
        .filter(({ metric }) => metric === 'handoffs')
        .map(({ label, value }) => ({ reason: label, count: value }))
        .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    },
    conversationsClosed: sum('conversationsClosed'),
    delivery: { accepted: sum('accepted'), sent: sum('sent'), delivered: sum('delivered'), read: sum('read'), failed: sum('failed') },
    responseTime: { count: responses, averageMs: responses > 0 ? Math.round(sum('responseMs') / responses) : null },
  };
}
