import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { BarNames, Bars } from '../../components/bars';
import { Dialog } from '../../components/dialog';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { shift } from '../overview-range';
import { useRevenueTexts } from './use-revenue-texts';

const DAYS = 30;

/** One company’s margin, day by day. */
export function MarginDays({ tenantId, name, onClose }: { tenantId: string; name: string; onClose: () => void }) {
  const r = useRevenueTexts();
  const { date } = useWords();
  const money = useMoney();
  const to = new Date().toISOString().slice(0, 10);
  const days = Array.from({ length: DAYS }, (_, place) => shift(to, place - DAYS + 1));
  const margin = useQuery({
    queryKey: ['margin', tenantId, to],
    queryFn: () =>
      unwrap(api.GET('/api/v1/billing/tenants/{tenantId}/margin', { params: { path: { tenantId }, query: { from: days[0]!, to } } })),
  });
  const dayName = (day: string): string => date(`${day}T12:00:00`, 'monthDay');
  return (
    <Dialog open wide onClose={onClose} title={r('revenue.daysTitle', { name })} description={r('revenue.daysText')}>
      {margin.isPending && <SkeletonRows rows={3} />}
      {margin.isError && !margin.data && <ProblemNote problem={margin.error} retry={() => margin.refetch()} />}
      {margin.data?.totals.length === 0 && <p className="text-muted">{r('revenue.daysNone')}</p>}
      {margin.data?.totals.map(({ margin: { currency, amountMicros } }) => {
        const own = margin.data.items.filter((item) => item.margin.currency === currency);
        const byDay = new Map(own.map((item) => [item.day, item.margin.amountMicros]));
        return (
          <section key={currency} aria-label={currency} className="mb-4">
            <Bars
              label={r('revenue.daysLabel', { currency, amount: money(amountMicros, currency) })}
              bars={days.map((day) => {
                const amount = byDay.get(day) ?? 0;
                return { key: day, parts: [{ amount, className: amount < 0 ? 'fill-bad' : 'fill-brand' }] };
              })}
            />
            <BarNames names={days.map(dayName)} />
            <Table
              label={r('revenue.days')}
              rows={[...own].reverse()}
              rowKey={({ day }) => day}
              columns={[
                {
                  key: 'day',
                  title: r('revenue.days'),
                  main: true,
                  cell: ({ day }) => <span className="font-medium">{dayName(day)}</span>,
                },
                ...(['plan', 'overage', 'costs', 'margin'] as const).map((each) => ({
                  key: each,
                  title: r(`revenue.${each}`),
                  end: true,
                  cell: (row: (typeof own)[number]) => money(row[each].amountMicros, currency),
                })),
              ]}
            />
          </section>
        );
      })}
    </Dialog>
  );
}
