import { useInfiniteQuery } from '@tanstack/react-query';
import { FileInput } from 'lucide-react';
import { api, unwrap } from '../../api/client';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useRatesTexts } from './use-rates-texts';

/** What was imported, the newest first. */
export function ImportList() {
  const { date, number } = useWords();
  const r = useRatesTexts();
  const cards = useInfiniteQuery({
    queryKey: ['rates', 'imports'],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/billing/rate-cards', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <div className="card">
      <Listing query={cards} empty={<EmptyState icon={FileInput} title={r('rates.importsNone')} text={r('rates.noneText')} />}>
        {(rows) => (
          <Table
            label={r('rates.imports')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'name',
                title: r('rates.name'),
                main: true,
                cell: ({ name, source }) => (
                  <>
                    <span className="font-medium break-words">{name}</span>
                    <span className="block text-sm break-words text-muted">{source}</span>
                  </>
                ),
              },
              { key: 'from', title: r('rates.firstDay'), cell: ({ effectiveFrom }) => date(`${effectiveFrom}T12:00:00`, 'day') },
              {
                key: 'rows',
                title: r('rates.rows'),
                cell: ({ rates, markets, policies, models }) =>
                  r('rates.rowsOf', { rates: number(rates), markets: number(markets), policies: number(policies), models: number(models) }),
              },
              { key: 'at', title: r('rates.at'), cell: ({ importedAt }) => date(importedAt, 'full') },
            ]}
          />
        )}
      </Listing>
    </div>
  );
}
