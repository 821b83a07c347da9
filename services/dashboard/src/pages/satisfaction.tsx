import { useQuery } from '@tanstack/react-query';
import { Star } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { Button } from '../components/button';
import { Card, EmptyState, Skeleton } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { Table, type Column } from '../components/table';
import { useWords } from '../i18n/i18n';
import { whole } from '../inbox/data/requests';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';
import { useRange } from './use-range';

type Figures = Schemas['SatisfactionDto'];

/** What customers thought of the help they got, in the days that the page shows. */
export function Satisfaction() {
  const { t, number, percent } = useWords();
  const tenantId = useTenantId();
  const sets = may(useSigned(), 'edit-inbox');
  const { days, timeZone } = useRange();
  const answer = useQuery({
    queryKey: ['analytics', tenantId, 'satisfaction', days, timeZone],
    queryFn: () => unwrap(api.GET('/api/v1/analytics/satisfaction', { params: { query: { ...days, timeZone } } })),
    refetchInterval: 30_000,
  });
  const { data } = answer;
  const rating = (value: number | null): string => (value === null ? '–' : number(Math.round(value * 10) / 10));
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  if (data?.asked === 0) {
    return (
      <Card title={t('satisfaction.title')}>
        <EmptyState
          icon={Star}
          title={t('satisfaction.none')}
          text={sets ? t('satisfaction.noneText') : ''}
          action={
            sets && (
              <Button asChild variant="secondary">
                <Link to="/inbox/settings/survey">{t('satisfaction.set')}</Link>
              </Button>
            )
          }
        />
      </Card>
    );
  }
  const figures: [label: string, value: string | undefined, note: string | undefined][] = [
    [t('satisfaction.average'), data && rating(data.average), t('satisfaction.averageNote')],
    [t('satisfaction.positive'), data && share(data.positiveShare), t('satisfaction.positiveNote')],
    [
      t('satisfaction.rate'),
      data && share(data.responseRate),
      data && t('satisfaction.rateNote', { answered: number(data.answered), asked: number(data.asked) }),
    ],
  ];
  return (
    <section aria-labelledby="satisfaction">
      <h2 id="satisfaction" className="mb-3 font-semibold">
        {t('satisfaction.title')}
      </h2>
      {answer.isError && !data ? (
        <ProblemNote problem={answer.error} retry={() => answer.refetch()} />
      ) : (
        <div className="grid gap-3 sm:grid-cols-3 sm:gap-4" aria-busy={answer.isPending}>
          {figures.map(([label, value, note]) => (
            <div key={label} className="card p-4">
              <p className="text-sm text-muted">{label}</p>
              {value === undefined ? (
                <Skeleton className="mt-2 h-8 w-20" />
              ) : (
                <p className="mt-1 text-2xl font-semibold tabular-nums sm:text-3xl">{value}</p>
              )}
              {note && <p className="mt-1 text-sm text-muted">{note}</p>}
            </div>
          ))}
        </div>
      )}
      {data && data.answered > 0 && <Distribution figures={data} />}
      {data && (
        <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
          <ByAgent rows={data.byAgent} rating={rating} share={share} />
          <ByDay rows={data.byDay} rating={rating} share={share} />
        </div>
      )}
    </section>
  );
}

function Distribution({ figures: { distribution, answered } }: { figures: Figures }) {
  const { t, number, percent } = useWords();
  return (
    <Card className="mt-4" title={t('satisfaction.distribution')}>
      <ul className="grid gap-2">
        {distribution.map(({ rating, count }) => (
          <li key={rating} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-3 text-sm">
            <span className="sr-only">{t('satisfaction.ratings', { rating, count: number(count) })}</span>
            <span aria-hidden className="flex w-8 items-center gap-1 tabular-nums">
              {rating}
              <Star className="size-3.5 text-muted" />
            </span>
            <span aria-hidden className="h-2.5 overflow-hidden rounded-full bg-raised">
              <span className="block h-full rounded-full bg-brand" style={{ width: `${(100 * count) / answered}%` }} />
            </span>
            <span aria-hidden className="w-24 text-right text-muted tabular-nums">
              {number(count)} · {percent(count / answered)}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Shown {
  rating: (value: number | null) => string;
  share: (value: number | null) => string;
}

function useColumns<Row extends Schemas['SurveysOfDayDto'] | Schemas['SurveysOfAgentDto']>({ rating, share }: Shown): Column<Row>[] {
  const { t, number } = useWords();
  return [
    { key: 'average', title: t('satisfaction.average'), end: true, cell: ({ average }) => rating(average) },
    { key: 'positive', title: t('satisfaction.positive'), end: true, cell: ({ positiveShare }) => share(positiveShare) },
    {
      key: 'rate',
      title: t('satisfaction.rate'),
      end: true,
      cell: ({ answered, asked }) => `${number(answered)} / ${number(asked)}`,
    },
  ];
}

function ByAgent({ rows, ...shown }: Shown & { rows: Schemas['SurveysOfAgentDto'][] }) {
  const { t } = useWords();
  const tenantId = useTenantId();
  const columns = useColumns<Schemas['SurveysOfAgentDto']>(shown);
  const people = useQuery({
    queryKey: ['team', tenantId, 'names'],
    queryFn: () =>
      whole((cursor) =>
        unwrap(
          api.GET('/api/v1/tenants/{id}/users', {
            params: { path: { id: tenantId }, query: { limit: 100, ...(cursor && { cursor }) } },
          }),
        ),
      ),
    staleTime: 60_000,
  });
  const nameOf = (agentId: string | null): string => {
    if (agentId === null) return t('satisfaction.assistant');
    if (people.isPending) return '…';
    return people.data?.find(({ id }) => id === agentId)?.name ?? t('satisfaction.gone');
  };
  return (
    <section className="card" aria-label={t('satisfaction.byAgent')}>
      <Table
        label={t('satisfaction.byAgent')}
        columns={[
          {
            key: 'who',
            title: t('satisfaction.who'),
            main: true,
            cell: ({ agentId }) => <span className="font-medium break-words">{nameOf(agentId)}</span>,
          },
          ...columns,
        ]}
        rows={rows}
        rowKey={({ agentId }) => agentId ?? 'bot'}
      />
    </section>
  );
}

function ByDay({ rows, ...shown }: Shown & { rows: Schemas['SurveysOfDayDto'][] }) {
  const { t, date } = useWords();
  const columns = useColumns<Schemas['SurveysOfDayDto']>(shown);
  return (
    <section className="card max-h-96 overflow-y-auto" aria-label={t('satisfaction.byDay')} tabIndex={0}>
      <Table
        label={t('satisfaction.byDay')}
        columns={[
          {
            key: 'day',
            title: t('satisfaction.day'),
            main: true,
            // Noon by the clocks here: no change of the clocks moves it to another day.
            cell: (row) => <span className="font-medium">{date(new Date(`${row.date}T12:00:00`).toISOString(), 'day')}</span>,
          },
          ...columns,
        ]}
        rows={rows.toReversed()}
        rowKey={(row) => row.date}
      />
    </section>
  );
}
