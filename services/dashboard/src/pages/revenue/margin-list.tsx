import { useInfiniteQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMoney } from '../../i18n/use-money';
import { AsOf, CompanyName, OpenCompany } from './company-cell';
import { MarginDays } from './margin-days';
import { useMonthName } from './use-month-name';
import { useRevenueTexts } from './use-revenue-texts';

type Row = Schemas['TenantMarginDto'];
const ORDERS = ['lowest', 'highest'] as const;
const FIGURES = ['plan', 'overage', 'costs', 'margin'] as const;
/** As many as are kept. */
const MONTHS = 24;

/** What each company paid and cost in a month, by the margin. */
export function MarginList() {
  const r = useRevenueTexts();
  const { t, number } = useWords();
  const money = useMoney();
  const monthName = useMonthName();
  const [order, setOrder] = useState<(typeof ORDERS)[number]>('lowest');
  const [month, setMonth] = useState(() => new Date().toISOString().slice(0, 7));
  const [currency, setCurrency] = useState<string>();
  const [shown, setShown] = useState<Row>();
  const margins = useInfiniteQuery({
    queryKey: ['margins', month, currency, order],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/billing/margins', { params: { query: { ...pageQuery(pageParam), month, order, ...(currency && { currency }) } } }),
      ),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const first = margins.data?.pages[0];
  const total = first?.totals.find((each) => each.currency === first.currency);
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <select aria-label={r('revenue.month')} className="control w-auto" value={month} onChange={(event) => setMonth(event.target.value)}>
          {lastMonths(MONTHS).map((each) => (
            <option key={each} value={each}>
              {monthName(each)}
            </option>
          ))}
        </select>
        <select
          aria-label={r('revenue.order')}
          className="control w-auto"
          value={order}
          onChange={(event) => setOrder(ORDERS.find((each) => each === event.target.value) ?? 'lowest')}
        >
          {ORDERS.map((each) => (
            <option key={each} value={each}>
              {r(`revenue.${each}`)}
            </option>
          ))}
        </select>
        {first && first.totals.length > 1 && (
          <select
            aria-label={r('revenue.currency')}
            className="control w-auto"
            value={first.currency ?? ''}
            onChange={(event) => setCurrency(event.target.value)}
          >
            {first.totals.map((each) => (
              <option key={each.currency}>{each.currency}</option>
            ))}
          </select>
        )}
      </div>
      <AsOf asOf={first?.asOf} />
      {total && (
        <section aria-label={r('revenue.all')} className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
          {FIGURES.map((each) => (
            <div key={each} className="card p-4">
              <p className="text-sm text-muted">{r(`revenue.${each}`)}</p>
              <p
                className={cn(
                  'mt-1 text-2xl font-semibold break-words tabular-nums',
                  each === 'margin' && total.margin.amountMicros < 0 && 'text-bad',
                )}
              >
                {money(total[each].amountMicros, total.currency)}
              </p>
              {each === 'margin' && <p className="mt-1 text-sm text-muted">{r('revenue.allText', { count: number(total.tenants) })}</p>}
            </div>
          ))}
        </section>
      )}
      <div className="card">
        <Listing query={margins} empty={<EmptyState icon={Scale} title={r('revenue.marginsNone')} text={r('revenue.marginsNoneText')} />}>
          {(rows) => (
            <Table<Row>
              label={r('revenue.margins')}
              rows={rows}
              rowKey={({ tenantId }) => tenantId}
              columns={[
                { key: 'name', title: t('column.tenant'), main: true, cell: (row) => <CompanyName {...row} /> },
                ...FIGURES.map((each) => ({
                  key: each,
                  title: r(`revenue.${each}`),
                  end: true,
                  cell: ({ figures }: Row) => (
                    <span
                      className={cn(each === 'margin' && 'font-medium', each === 'margin' && figures.margin.amountMicros < 0 && 'text-bad')}
                    >
                      {money(figures[each].amountMicros, figures[each].currency)}
                    </span>
                  ),
                })),
                {
                  key: 'actions',
                  title: t('column.actions'),
                  actions: true,
                  cell: (row) => (
                    <>
                      <Button
                        variant="ghost"
                        size="small"
                        aria-label={r('revenue.daysOf', { name: row.tenantName ?? r('revenue.deleted') })}
                        onClick={() => setShown(row)}
                      >
                        {r('revenue.days')}
                      </Button>
                      <OpenCompany {...row} />
                    </>
                  ),
                },
              ]}
            />
          )}
        </Listing>
      </div>
      {shown && (
        <MarginDays tenantId={shown.tenantId} name={shown.tenantName ?? r('revenue.deleted')} onClose={() => setShown(undefined)} />
      )}
    </div>
  );
}

function lastMonths(count: number): string[] {
  const now = new Date();
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}
