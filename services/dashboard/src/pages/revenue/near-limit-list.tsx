import { useInfiniteQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { usePlanTexts } from '../plan/use-plan-texts';
import { AsOf, CompanyName, OpenCompany } from './company-cell';
import { useRevenueTexts } from './use-revenue-texts';

/** Whom to offer a larger plan: who has used 80 % of something, the fullest first. */
export function NearLimitList() {
  const r = useRevenueTexts();
  const p = usePlanTexts();
  const { t, number } = useWords();
  const near = useInfiniteQuery({
    queryKey: ['near-limits'],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/billing/near-limits', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <div className="grid gap-3">
      <AsOf asOf={near.data?.pages[0]?.asOf} />
      <div className="card">
        <Listing query={near} empty={<EmptyState icon={Gauge} title={r('revenue.nearNone')} text={r('revenue.nearNoneText')} />}>
          {(rows) => (
            <Table
              label={r('revenue.near')}
              rows={rows}
              rowKey={({ tenantId, meter }) => `${tenantId} ${meter}`}
              columns={[
                { key: 'name', title: t('column.tenant'), main: true, cell: (row) => <CompanyName {...row} /> },
                { key: 'meter', title: r('revenue.meter'), cell: ({ meter }) => p(`plan.meter.${meter}`) },
                {
                  key: 'used',
                  title: r('revenue.used'),
                  end: true,
                  cell: ({ used, limit }) => r('revenue.of', { used: number(used), limit: number(limit) }),
                },
                {
                  key: 'share',
                  title: r('revenue.share'),
                  end: true,
                  cell: ({ percent }) => <Badge tone={percent >= 100 ? 'bad' : 'warn'}>{`${number(Math.floor(percent))} %`}</Badge>,
                },
                { key: 'actions', title: t('column.actions'), actions: true, cell: (row) => <OpenCompany {...row} /> },
              ]}
            />
          )}
        </Listing>
      </div>
    </div>
  );
}
