import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useCatalogueTexts } from './use-catalogue-texts';

type Version = Schemas['PlanVersionDto'];

/** Versions of a plan with how many companies are on each, and the way to the latest. */
export function Versions({ latest }: { latest: Schemas['PlanDto'] }) {
  const { t, date, number } = useWords();
  const c = useCatalogueTexts();
  const money = useMinorMoney();
  const say = useToast();
  const queries = useQueryClient();
  const [moving, setMoving] = useState<Version>();
  const { name } = latest;
  const versions = useInfiniteQuery({
    queryKey: ['plan-versions', name],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/billing/plans/{name}/versions', { params: { path: { name }, query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const move = async ({ version }: Version): Promise<void> => {
    const total = { moved: 0, kept: 0 };
    let after: string | null = null;
    do {
      const done: Schemas['MovedDto'] = await unwrap(
        api.POST('/api/v1/billing/plans/{name}/versions/{version}/move', {
          params: { path: { name, version } },
          body: after === null ? {} : { after },
        }),
      );
      total.moved += done.moved;
      total.kept += done.kept;
      after = done.next;
    } while (after !== null);
    say(() => c('catalogue.moved', { moved: number(total.moved), kept: number(total.kept) }));
    await queries.invalidateQueries({ queryKey: ['plan-versions', name] });
  };
  const values = { plan: t(`plan.${name}`), version: latest.version, count: number(moving?.tenants ?? 0) };
  return (
    <>
      <Listing query={versions} empty={<EmptyState icon={History} title={c('catalogue.versions', values)} text="" />}>
        {(rows) => (
          <Table<Version>
            label={c('catalogue.versions', values)}
            rows={rows}
            rowKey={({ version }) => String(version)}
            columns={[
              {
                key: 'version',
                title: c('catalogue.number'),
                main: true,
                cell: ({ version }) => (
                  <span className="inline-flex items-center gap-2 font-medium">
                    {version}
                    {version === latest.version && <Badge tone="brand">{c('catalogue.latest')}</Badge>}
                  </span>
                ),
              },
              { key: 'since', title: c('catalogue.since'), cell: ({ createdAt }) => date(createdAt, 'day') },
              { key: 'price', title: c('catalogue.price'), end: true, cell: ({ price }) => (price ? money(price) : '–') },
              {
                key: 'tenants',
                title: c('catalogue.companies'),
                end: true,
                cell: ({ tenants, trials }) => (
                  <>
                    {number(tenants)}
                    {trials > 0 && <span className="block text-sm text-muted">{c('catalogue.trials', { count: number(trials) })}</span>}
                  </>
                ),
              },
              {
                key: 'actions',
                title: t('column.actions'),
                actions: true,
                cell: (row) =>
                  row.version !== latest.version && row.tenants > 0 ? (
                    <Button variant="secondary" size="small" onClick={() => setMoving(row)}>
                      {c('catalogue.move', { version: latest.version })}
                    </Button>
                  ) : null,
              },
            ]}
          />
        )}
      </Listing>
      <Confirm
        open={moving !== undefined}
        danger={false}
        onClose={() => setMoving(undefined)}
        title={c('catalogue.moveTitle', values)}
        text={c('catalogue.moveText', values)}
        action={c('catalogue.moveAction')}
        run={() => (moving ? move(moving) : Promise.resolve())}
      />
    </>
  );
}
