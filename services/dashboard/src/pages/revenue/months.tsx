import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { api, unwrap, type Schemas } from '../../api/client';
import { BarNames, Bars } from '../../components/bars';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useMonthName } from './use-month-name';
import { useRevenueTexts } from './use-revenue-texts';

type Month = Schemas['RevenueMonthDto'];

/** What a month is worth, and how that came, month by month. */
export function Months() {
  const r = useRevenueTexts();
  const { t, number } = useWords();
  const money = useMinorMoney();
  const monthName = useMonthName();
  const percent = usePercent();
  const revenue = useQuery({ queryKey: ['revenue'], queryFn: () => unwrap(api.GET('/api/v1/billing/revenue')), refetchInterval: 60_000 });
  if (revenue.isPending) return <SkeletonRows rows={4} />;
  if (!revenue.data) return <ProblemNote problem={revenue.error} retry={() => revenue.refetch()} />;
  const { plans, monthly, months } = revenue.data;
  if (plans.length === 0) {
    return (
      <Card>
        <EmptyState icon={ChartNoAxesColumn} title={r('revenue.none')} text={r('revenue.noneText')} />
      </Card>
    );
  }
  const present = months.at(-1)!;
  const first = Math.max(
    0,
    months.findIndex(({ start, end, new: came }) => start + end + came > 0),
  );
  const currencies = [...new Set(months.flatMap((month) => month.money.map(({ currency }) => currency)))].sort();
  const tiles = [
    ...monthly.map((each) => ({ key: each.currency, label: r('revenue.monthly'), value: money(each), note: undefined })),
    { key: 'paying', label: r('revenue.paying'), value: number(present.end), note: undefined },
    { key: 'trials', label: r('revenue.trials'), value: number(plans.reduce((sum, { trials }) => sum + trials, 0)), note: undefined },
    { key: 'churn', label: r('revenue.churn'), value: percent(present.churn), note: r('revenue.churnText') },
  ];
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        {tiles.map(({ key, label, value, note }) => (
          <div key={key} className="card p-4">
            <p className="text-sm text-muted">{label}</p>
            <p className="mt-1 text-2xl font-semibold break-words tabular-nums sm:text-3xl">{value}</p>
            {note && <p className="mt-1 text-sm text-muted">{note}</p>}
          </div>
        ))}
      </div>
      {currencies.map((currency) => (
        <Worth key={currency} months={months} currency={currency} />
      ))}
      <Card title={r('revenue.byPlan')}>
        <Table<Schemas['PlanRevenueDto']>
          label={r('revenue.byPlan')}
          rows={plans}
          rowKey={({ plan, version }) => `${plan} ${version}`}
          columns={[
            {
              key: 'plan',
              title: t('column.plan'),
              main: true,
              cell: ({ plan, version }) => (
                <span className="font-medium">{r('revenue.version', { plan: t(`plan.${plan}`), version })}</span>
              ),
            },
            { key: 'price', title: r('revenue.price'), end: true, cell: ({ price }) => (price ? money(price) : r('revenue.noPrice')) },
            { key: 'tenants', title: r('revenue.companies'), end: true, cell: ({ tenants }) => number(tenants) },
            { key: 'trials', title: r('revenue.trials'), end: true, cell: ({ trials }) => number(trials) },
            { key: 'worth', title: r('revenue.worth'), end: true, cell: (row) => (row.monthly ? money(row.monthly) : '–') },
          ]}
        />
      </Card>
      <Card title={r('revenue.byMonth')}>
        <Table<Month>
          label={r('revenue.byMonth')}
          rows={months.slice(first).reverse()}
          rowKey={({ month }) => month}
          columns={[
            {
              key: 'month',
              title: r('revenue.month'),
              main: true,
              cell: ({ month }) => <span className="font-medium">{monthName(month)}</span>,
            },
            ...(['start', 'new', 'upgrades', 'downgrades', 'ended', 'end'] as const).map((each) => ({
              key: each,
              title: r(`revenue.${each}`),
              end: true,
              cell: (row: Month) => number(row[each]),
            })),
            { key: 'churn', title: r('revenue.leaving'), end: true, cell: ({ churn }) => percent(churn) },
          ]}
        />
      </Card>
    </div>
  );
}

function Worth({ months, currency }: { months: readonly Month[]; currency: string }) {
  const r = useRevenueTexts();
  const money = useMinorMoney();
  const monthName = useMonthName();
  const amounts = months.map(({ month, money: own }) => ({ month, amount: own.find((each) => each.currency === currency)?.endMinor ?? 0 }));
  const last = amounts.at(-1)!;
  return (
    <Card title={`${r('revenue.chart')} (${currency})`}>
      <Bars
        label={r('revenue.chartLabel', { currency, month: monthName(last.month), amount: money({ amountMinor: last.amount, currency }) })}
        bars={amounts.map(({ month, amount }) => ({ key: month, parts: [{ amount: Math.max(0, amount), className: 'fill-brand' }] }))}
      />
      <BarNames names={amounts.map(({ month }) => monthName(month))} />
    </Card>
  );
}

function usePercent(): (share: number | null) => string {
  const { language } = useWords();
  return (share) => (share === null ? '–' : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share));
}
