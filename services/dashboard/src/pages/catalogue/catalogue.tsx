import { useQuery } from '@tanstack/react-query';
import { History, Pencil } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { usePlanTexts } from '../plan/use-plan-texts';
import { PlanForm } from './plan-form';
import { FEATURES, METERS, PRICED_METERS } from './plan-values';
import { useCatalogueTexts } from './use-catalogue-texts';
import { Versions } from './versions';

type Plan = Schemas['PlanDto'];

/** What is offered, and who is on which version of it; for superadmins. */
export function CataloguePage() {
  const { t } = useWords();
  const c = useCatalogueTexts();
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => unwrap(api.GET('/api/v1/billing/plans')) });
  const [edited, setEdited] = useState<Plan>();
  const [shown, setShown] = useState<Plan>();
  return (
    <>
      <PageHeader title={t('nav.plans')} text={c('catalogue.text')} />
      {plans.isPending && <SkeletonRows rows={4} />}
      {plans.isError && !plans.data && <ProblemNote problem={plans.error} retry={() => plans.refetch()} />}
      <div className="grid gap-4 lg:grid-cols-2">
        {plans.data?.items.map((plan) => (
          <PlanCard key={plan.name} plan={plan} onChange={() => setEdited(plan)} onVersions={() => setShown(plan)} />
        ))}
      </div>
      <Dialog
        open={edited !== undefined}
        wide
        onClose={() => setEdited(undefined)}
        title={edited ? c('catalogue.newTitle', { plan: t(`plan.${edited.name}`) }) : ''}
        description={c('catalogue.newText')}
      >
        {edited && <PlanForm plan={edited} onClose={() => setEdited(undefined)} />}
      </Dialog>
      <Dialog
        open={shown !== undefined}
        wide
        onClose={() => setShown(undefined)}
        title={shown ? c('catalogue.versions', { plan: t(`plan.${shown.name}`) }) : ''}
      >
        {shown && <Versions latest={shown} />}
      </Dialog>
    </>
  );
}

function PlanCard({ plan, onChange, onVersions }: { plan: Plan; onChange: () => void; onVersions: () => void }) {
  const { t, number } = useWords();
  const c = useCatalogueTexts();
  const p = usePlanTexts();
  const money = useMinorMoney();
  const name = t(`plan.${plan.name}`);
  const rows: [string, string][] = [
    [c('catalogue.price'), plan.price ? money(plan.price) : c('catalogue.notSold')],
    [c('catalogue.trial'), trialText(plan.trialDays)],
    ...METERS.map((meter): [string, string] => {
      const limit = plan.limits[meter];
      return [p(`plan.meter.${meter}`), limit === null ? p('plan.unlimited') : number(limit)];
    }),
    [c('catalogue.features'), featuresText()],
    [c('catalogue.beyond'), beyondText()],
  ];
  function trialText(days: number | null): string {
    if (days === null) return c('catalogue.trialDefault');
    return days === 0 ? c('catalogue.trialNone') : c('catalogue.trialDays', { days });
  }
  function featuresText(): string {
    const missing = FEATURES.filter((feature) => !plan.features[feature]).map((feature) => c(`catalogue.feature.${feature}`));
    return missing.length > 0 ? c('catalogue.without', { features: missing.join(', ') }) : c('catalogue.allFeatures');
  }
  function beyondText(): string {
    const units = PRICED_METERS.flatMap((meter) =>
      Object.entries(plan.overage[meter] ?? {}).map(
        ([currency, amountMinor]) => `${p(`plan.meter.${meter}`)}: ${c('catalogue.unit', { price: money({ amountMinor, currency }) })}`,
      ),
    );
    return units.length > 0 ? units.join('; ') : c('catalogue.beyondNone');
  }
  return (
    <Card
      title={
        <span className="inline-flex flex-wrap items-center gap-2">
          {name}
          <Badge>{c('catalogue.version', { version: plan.version })}</Badge>
        </span>
      }
      actions={
        <span className="flex flex-wrap gap-1">
          <Button variant="ghost" size="small" aria-label={c('catalogue.versions', { plan: name })} onClick={onVersions}>
            <History aria-hidden />
            {c('catalogue.showVersions')}
          </Button>
          <Button variant="secondary" size="small" aria-label={c('catalogue.changeName', { plan: name })} onClick={onChange}>
            <Pencil aria-hidden />
            {c('catalogue.change')}
          </Button>
        </span>
      }
    >
      <dl className="grid gap-1.5">
        {rows.map(([label, value]) => (
          <div key={label} className="flex justify-between gap-4">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
