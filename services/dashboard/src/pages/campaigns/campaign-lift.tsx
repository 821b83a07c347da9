import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import type { Campaign } from './campaign-badge';
import { useCampaignTexts } from './use-campaign-texts';

const REFRESH_MS = 10_000;

/** What a campaign did, against those who were held out. */
export function CampaignLift({ campaign: { id, holdOutPercent } }: { campaign: Campaign }) {
  const text = useCampaignTexts();
  const { number, language } = useWords();
  const tenantId = useTenantId();
  const lift = useQuery({
    queryKey: ['campaigns', tenantId, id, 'lift'],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}/lift', { params: { path: { id } } })),
    enabled: holdOutPercent > 0,
    refetchInterval: REFRESH_MS,
  });
  if (!lift.data) return null;
  const { treated, heldOut, lift: measured, withinDays } = lift.data;
  const points = (share: number) =>
    new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(share * 100);
  const percent = (rate: number | null) =>
    rate === null ? '—' : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(rate);
  return (
    <Card title={text('lift')}>
      <p className="mb-4 max-w-2xl text-muted">{text('liftText', { days: number(withinDays) })}</p>
      <dl className="mb-4 grid gap-4 sm:grid-cols-2">
        {(
          [
            ['treated', treated],
            ['heldOut', heldOut],
          ] as const
        ).map(([name, group]) => (
          <div key={name}>
            <dt className="text-sm text-muted">{text(name)}</dt>
            <dd>
              <span className="text-xl font-semibold tabular-nums">{percent(group.rate)}</span>{' '}
              <span className="text-sm text-muted">{text('ofThem', { part: number(group.successes), all: number(group.size) })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="font-medium">
        {measured
          ? text(`verdict.${measured.verdict}`, {
              difference: points(measured.difference),
              low: points(measured.low),
              high: points(measured.high),
            })
          : text('noLift')}
      </p>
    </Card>
  );
}
