import { cn } from '../../components/cn';
import { Card } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import { COLORS, STATES, type Totals } from './campaign-badge';
import { useCampaignTexts } from './use-campaign-texts';

/** Everybody in exactly one place: a bar of the whole, and the numbers. */
export function CampaignProgress({ totals }: { totals: Totals }) {
  const text = useCampaignTexts();
  const { number } = useWords();
  const { audience } = totals;
  return (
    <Card title={text('progress')}>
      <div aria-hidden className="mb-4 flex h-3 overflow-hidden rounded-full bg-raised">
        {STATES.filter((state) => totals[state] > 0).map((state) => (
          <span key={state} className={COLORS[state]} style={{ width: `${(totals[state] / audience) * 100}%` }} />
        ))}
      </div>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-5">
        <Figure label={text('audience')} value={number(audience)} />
        {STATES.map((state) => (
          <Figure key={state} label={text(`total.${state}`)} value={number(totals[state])} color={COLORS[state]} />
        ))}
      </dl>
    </Card>
  );
}

function Figure({ label, value, color }: { label: string; value: string; color?: string }) {
  return (
    <div>
      <dt className="flex items-center gap-2 text-sm text-muted">
        {color && <span aria-hidden className={cn('size-2.5 shrink-0 rounded-full', color)} />}
        {label}
      </dt>
      <dd className="text-xl font-semibold tabular-nums">{value}</dd>
    </div>
  );
}
