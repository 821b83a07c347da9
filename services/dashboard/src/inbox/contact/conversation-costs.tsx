import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { useCostsTexts } from '../../pages/costs/use-costs-texts';
import { useTenantId } from '../../session/session-context';
import { Section } from './section';

/** What WhatsApp charges for the messages of a conversation; for who may see costs. */
export function ConversationCosts({ conversationId }: { conversationId: string }) {
  const c = useCostsTexts();
  const { number } = useWords();
  const money = useMoney();
  const tenantId = useTenantId();
  const costs = useQuery({
    queryKey: ['conversation-costs', tenantId, conversationId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/billing/tenants/{tenantId}/conversations/{conversationId}/costs', {
          params: { path: { tenantId, conversationId } },
        }),
      ),
    staleTime: 60_000,
  });
  if (!costs.data || (costs.data.totals.length === 0 && costs.data.unpriced === 0)) return null;
  const { items, totals, unpriced } = costs.data;
  return (
    <Section title={c('costs.conversation')}>
      <ul className="grid gap-1 text-sm">
        {totals.map(({ total: { amountMicros, currency } }) => {
          const count = items.reduce(
            (sum, { total, quantity }) => (total.currency === currency ? sum + quantity.estimated + quantity.final : sum),
            0,
          );
          return (
            <li key={currency} className="font-medium tabular-nums">
              {c('costs.ofMessages', { amount: money(amountMicros, currency), count: number(count) })}
            </li>
          );
        })}
        {unpriced > 0 && <li className="text-warn">{c('costs.unpriced', { count: number(unpriced) })}</li>}
      </ul>
      <p className="mt-1 text-xs text-muted">{c('costs.conversationText')}</p>
    </Section>
  );
}
