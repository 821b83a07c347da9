import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import type { Campaign } from './campaign-badge';
import { useCampaignTexts } from './use-campaign-texts';

const REFRESH_MS = 5_000;

/** Why recipients got nothing. Where everybody got it there is nothing to show. */
export function CampaignReasons({ campaign: { id, totals } }: { campaign: Campaign }) {
  const text = useCampaignTexts();
  const { number } = useWords();
  const tenantId = useTenantId();
  const isAny = totals.failed + totals.skipped + totals.optedOut > 0;
  const reasons = useQuery({
    queryKey: ['campaigns', tenantId, id, 'reasons'],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}/reasons', { params: { path: { id } } })),
    enabled: isAny,
    refetchInterval: REFRESH_MS,
  });
  if (!isAny || !reasons.data) return null;
  return (
    <Card title={text('reasons')}>
      <ul className="grid gap-2">
        {reasons.data.items.map(({ state, reason, recipients }) => (
          <li key={`${state} ${reason}`} className="flex items-baseline justify-between gap-4">
            <span>
              {text(`total.${state}`)} <code className="text-sm text-muted">{reason}</code>
            </span>
            <span className="font-medium tabular-nums">{number(recipients)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
