import { useQuery } from '@tanstack/react-query';
import { CircleAlert, Coins } from 'lucide-react';
import { api, unwrap } from '../../api/client';
import { Card, EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';
import { knownPricing } from '../outbox/use-pricing';
import { RangeChooser } from '../range-chooser';
import { useRange } from '../use-range';
import { CostBars } from './cost-bars';
import { useCosts, type CostGroup, type CostItem } from './use-costs';
import { useCostsTexts } from './use-costs-texts';

/** Of answers that no customer got. */
const NO_OUTLET = '00000000-0000-0000-0000-000000000000';

/** Of documents and questions that an encoder was given. */
const OF_KNOWLEDGE = '00000000-0000-0000-0000-000000000001';

/** What messages and answers cost: what is charged and what is estimated, by day, category, number and model. */
export function CostsPage() {
  const { t, number } = useWords();
  const c = useCostsTexts();
  const money = useMoney();
  const range = useRange();
  const { days } = range;
  const costs = useCosts(days, 'day');
  const { data } = costs;
  return (
    <>
      <PageHeader title={t('nav.costs')} text={c('costs.text')} actions={<RangeChooser {...range} />} />
      {costs.isPending && <SkeletonRows rows={4} />}
      {costs.isError && !data && <ProblemNote problem={costs.error} retry={() => costs.refetch()} />}
      {data && data.unpriced > 0 && (
        <p role="note" className="mb-4 flex items-start gap-2 rounded-lg bg-raised p-3 text-sm">
          <CircleAlert className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden />
          {c('costs.unpriced', { count: number(data.unpriced) })}
        </p>
      )}
      {data?.totals.length === 0 && (
        <Card>
          <EmptyState icon={Coins} title={c('costs.none')} text={c('costs.noneText')} />
        </Card>
      )}
      {data && data.totals.length > 0 && (
        <div className="grid grid-cols-1 gap-6">
          {data.totals.map(({ total, final, estimated }) => (
            <div key={total.currency} className="grid gap-3 sm:grid-cols-3 sm:gap-4">
              {(
                [
                  [c('costs.total'), total, undefined],
                  [c('costs.final'), final, c('costs.finalText')],
                  [c('costs.estimated'), estimated, c('costs.estimatedText')],
                ] as const
              ).map(([label, { amountMicros, currency }, note]) => (
                <div key={label} className="card p-4">
                  <p className="text-sm text-muted">{label}</p>
                  <p className="mt-1 text-2xl font-semibold tabular-nums sm:text-3xl">{money(amountMicros, currency)}</p>
                  {note && <p className="mt-1 text-sm text-muted">{note}</p>}
                </div>
              ))}
            </div>
          ))}
          {data.totals.map(({ total: { currency } }) => (
            <CostBars key={currency} items={data.items} days={days} currency={currency} />
          ))}
          <Grouped groupBy="category" />
          <Grouped groupBy="outlet" />
          <Grouped groupBy="model" />
        </div>
      )}
    </>
  );
}

function Grouped({ groupBy }: { groupBy: Exclude<CostGroup, 'day'> }) {
  const c = useCostsTexts();
  const { number } = useWords();
  const money = useMoney();
  const { days } = useRange();
  const costs = useCosts(days, groupBy);
  const nameOf = useName(groupBy);
  if (costs.isError && !costs.data) return <ProblemNote problem={costs.error} retry={() => costs.refetch()} />;
  if (costs.data?.items.length === 0) return null;
  const title = c(`costs.${groupBy}`);
  return (
    <Card title={title}>
      {costs.data ? (
        <Table<CostItem>
          label={title}
          rows={costs.data.items}
          rowKey={({ key, total }) => `${key} ${total.currency}`}
          columns={[
            {
              key: 'name',
              title: c('costs.name'),
              main: true,
              cell: ({ key, total }) => (
                <>
                  <span className="break-words">{nameOf(key)}</span>
                  <Share of={total} most={mostOf(costs.data.items, total.currency)} />
                </>
              ),
            },
            {
              key: 'quantity',
              title: c('costs.quantity'),
              end: true,
              cell: ({ quantity }) => number(quantity.estimated + quantity.final),
            },
            ...(['final', 'estimated', 'total'] as const).map((each) => ({
              key: each,
              title: c(`costs.${each}`),
              end: true,
              cell: (item: CostItem) => money(item[each].amountMicros, item[each].currency),
            })),
          ]}
        />
      ) : (
        <SkeletonRows rows={2} />
      )}
    </Card>
  );
}

/** How much it is beside the most of its currency. */
function Share({ of: { amountMicros }, most }: { of: CostItem['total']; most: number }) {
  if (most <= 0) return null;
  return (
    <span aria-hidden className="mt-1 block h-1.5 w-40 max-w-full overflow-hidden rounded-full bg-raised">
      <span className="block h-full rounded-full bg-brand" style={{ width: `${Math.max(0, (amountMicros / most) * 100)}%` }} />
    </span>
  );
}

const mostOf = (items: readonly CostItem[], currency: string): number =>
  Math.max(0, ...items.map(({ total }) => (total.currency === currency ? total.amountMicros : 0)));

function useName(groupBy: CostGroup): (key: string) => string {
  const c = useCostsTexts();
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
    enabled: groupBy === 'outlet',
  });
  return (key) => {
    if (groupBy === 'model') return key;
    if (groupBy === 'outlet') {
      if (key === NO_OUTLET) return c('costs.tried');
      if (key === OF_KNOWLEDGE) return c('costs.ofKnowledge');
      return outlets.data ? (outlets.data.items.find(({ id }) => id === key)?.name ?? c('costs.gone')) : '…';
    }
    if (key === 'model') return c('costs.answers');
    const known = knownPricing(key);
    return known ? s(`pricing.${known}`) : key === 'unknown' ? c('costs.unknown') : key;
  };
}
