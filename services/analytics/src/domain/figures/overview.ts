import type { Metric } from './counts.js';

export interface Overview {
  messages: { in: number; out: number; bot: number; agent: number; api: number };
  /** The bot's share of what bot and agents wrote, 0 to 1; null when neither wrote. */
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
  const [bot, agent, responses] = [sum('messagesBot'), sum('messagesAgent'), sum('responses')];
  return {
    messages: { in: sum('messagesIn'), out: sum('messagesOut'), bot, agent, api: sum('messagesApi') },
    automationRate: bot + agent > 0 ? bot / (bot + agent) : null,
    botAnswers: sum('botAnswers'),
    handoffs: {
      total: sum('handoffs'),
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
