import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { CirclePause, Phone } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { OutletQuality } from '../outlets/outlet-badges';
import { LightBadge } from './light-badge';
import { lightOf } from './light';
import { healthOf, queuedIn, useAdvice, type NumberHealth } from './use-health';
import { useLimit } from './use-limit';
import { useNumberTexts } from './use-number-texts';

type Outlet = Schemas['OutletDto'];
const AGAIN_MS = 15_000;

/** All numbers of the company, each with its light. */
export function NumbersPage() {
  const { t } = useWords();
  const n = useNumberTexts();
  const tenantId = useTenantId();
  const outlets = useInfiniteQuery({
    queryKey: ['outlets', tenantId],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/outlets', { params: { query: pageQuery(pageParam) } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  return (
    <>
      <PageHeader
        title={t('nav.numbers')}
        text={n('numbers.text')}
        actions={
          <Button asChild variant="secondary">
            <Link to="/holds">
              <CirclePause aria-hidden />
              {t('nav.holds')}
            </Link>
          </Button>
        }
      />
      <div className="card">
        <Listing
          query={outlets}
          empty={
            <EmptyState
              icon={Phone}
              title={n('numbers.empty')}
              text={n('numbers.emptyText')}
              action={
                <Button asChild variant="secondary">
                  <Link to="/outlets">{t('nav.outlets')}</Link>
                </Button>
              }
            />
          }
        >
          {(rows) => <Rows rows={rows} />}
        </Listing>
      </div>
    </>
  );
}

function Rows({ rows }: { rows: Outlet[] }) {
  const { t, number } = useWords();
  const n = useNumberTexts();
  const tenantId = useTenantId();
  const advised = useAdvice();
  const limit = useLimit();
  const answers = useQueries({ queries: rows.map(({ id }) => healthOf(tenantId, id, AGAIN_MS)) });
  const known = new Map<string, NumberHealth>(answers.flatMap(({ data }) => (data ? [[data.outletId, data] as const] : [])));
  return (
    <Table<Outlet>
      label={t('nav.numbers')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'number',
          title: n('numbers.number'),
          main: true,
          cell: ({ id, name, displayPhoneNumber }) => (
            <>
              <Link to={`/numbers/${id}`} className="font-medium break-words text-brand-ink hover:underline">
                {name}
              </Link>
              <span className="block text-sm text-muted">{displayPhoneNumber}</span>
            </>
          ),
        },
        {
          key: 'light',
          title: t('column.status'),
          cell: (outlet) => {
            const first = known.get(outlet.id)?.advice[0];
            return (
              <span className="grid max-w-xs justify-items-start gap-1 max-md:justify-items-end max-md:text-right">
                <LightBadge light={lightOf(outlet, known.get(outlet.id))} />
                {first && <span className="text-sm text-muted">{advised(first)}</span>}
              </span>
            );
          },
        },
        { key: 'quality', title: n('numbers.quality'), cell: (outlet) => <OutletQuality outlet={outlet} /> },
        { key: 'limit', title: n('numbers.limit'), cell: (outlet) => limit(outlet, known.get(outlet.id)?.portfolio ?? undefined) },
        {
          key: 'rate',
          title: n('numbers.rate'),
          cell: ({ id }) => {
            const rate = known.get(id)?.throughput;
            return rate ? n('numbers.rateOf', { used: number(rate.usedPerSecond), allowed: number(rate.allowedPerSecond) }) : '–';
          },
        },
        {
          key: 'waiting',
          title: n('numbers.waiting'),
          end: true,
          cell: ({ id }) => {
            const health = known.get(id);
            return health ? number(queuedIn(health)) : '–';
          },
        },
      ]}
    />
  );
}
