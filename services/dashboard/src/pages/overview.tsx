import { useQuery } from '@tanstack/react-query';
import { ArrowRight, BookOpen, CircleCheck, KeyRound, Phone, type LucideIcon } from 'lucide-react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { Button } from '../components/button';
import { Card, EmptyState, PageHeader, Skeleton, SkeletonRows } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useWords } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';
import { OutletHealth, OutletStatus } from './outlets/outlet-badges';

export function OverviewPage() {
  const { t } = useWords();
  const { me } = useSigned();
  return (
    <>
      <PageHeader title={t('overview.hello', { name: me.name.split(' ')[0] ?? me.name })} text={t('overview.text')} />
      <div className="grid gap-6">
        <NextSteps />
        <Figures />
        <Outlets />
      </div>
    </>
  );
}

const useOutlets = () => {
  const tenantId = useTenantId();
  return useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
};

/** The days of the figures are UTC days, as the service counts them. */
function Figures() {
  const { t, number, percent, duration } = useWords();
  const tenantId = useTenantId();
  const today = new Date().toISOString().slice(0, 10);
  const overview = useQuery({
    queryKey: ['analytics', tenantId, today],
    queryFn: () => unwrap(api.GET('/api/v1/analytics/overview', { params: { query: { from: today, to: today } } })),
    refetchInterval: 30_000,
  });
  const hours = useQuery({
    queryKey: ['analytics', tenantId, today, 'hours'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/analytics/timeseries', { params: { query: { from: today, to: today, metric: 'messagesIn', interval: 'hour' } } }),
      ),
    refetchInterval: 30_000,
  });
  if (overview.isError && !overview.data) return <ProblemNote problem={overview.error} retry={() => overview.refetch()} />;
  const { data } = overview;
  const figures: [label: string, value: string | undefined, note: string | undefined][] = [
    [t('overview.received'), data && number(data.messages.in), undefined],
    [
      t('overview.sent'),
      data && number(data.messages.out),
      data && t('overview.sentBy', { bot: number(data.messages.bot), agent: number(data.messages.agent) }),
    ],
    [t('overview.automation'), data && (data.automationRate === null ? '–' : percent(data.automationRate)), t('overview.automationNote')],
    [
      t('overview.response'),
      data && (data.responseTime.averageMs === null ? '–' : duration(data.responseTime.averageMs)),
      data && t('overview.handoffs', { count: number(data.handoffs.total) }),
    ],
  ];
  return (
    <section aria-labelledby="today">
      <h2 id="today" className="mb-3 font-semibold">
        {t('overview.today')}
      </h2>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4" aria-busy={overview.isPending}>
        {figures.map(([label, value, note]) => (
          <div key={label} className="card p-4 sm:p-5">
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
      {hours.data && hours.data.items.some(({ value }) => value > 0) && <Hours points={hours.data.items} />}
    </section>
  );
}

const HEIGHT = 96;

function Hours({ points }: { points: Schemas['PointDto'][] }) {
  const { t, number, date } = useWords();
  const most = Math.max(...points.map(({ value }) => value));
  const busiest = points.find(({ value }) => value === most);
  const width = 100 / points.length;
  return (
    <Card className="mt-4" title={t('overview.hours')}>
      <svg
        role="img"
        aria-label={t('overview.hoursLabel', { time: busiest ? date(busiest.at, 'time') : '', count: number(most) })}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full"
      >
        {points.map(({ at, value }, place) => {
          const height = value === 0 ? 1.5 : Math.max(4, (value / most) * HEIGHT);
          return (
            <rect
              key={at}
              x={place * width + width * 0.12}
              y={HEIGHT - height}
              width={width * 0.76}
              height={height}
              className={value === 0 ? 'fill-line' : 'fill-brand'}
            />
          );
        })}
      </svg>
      <div aria-hidden className="mt-1.5 flex justify-between text-xs text-muted">
        {[points[0], points[Math.floor(points.length / 2)], points.at(-1)].map(
          (point) => point && <span key={point.at}>{date(point.at, 'time')}</span>,
        )}
      </div>
    </Card>
  );
}

function Outlets() {
  const { t } = useWords();
  const outlets = useOutlets();
  return (
    <Card
      title={t('overview.outlets')}
      actions={
        <Button asChild variant="ghost" size="small">
          <Link to="/outlets">
            {t('overview.allOutlets')}
            <ArrowRight aria-hidden />
          </Link>
        </Button>
      }
    >
      {outlets.isPending && <SkeletonRows rows={2} />}
      {outlets.isError && <ProblemNote problem={outlets.error} retry={() => outlets.refetch()} />}
      {outlets.data?.items.length === 0 && <EmptyState icon={Phone} title={t('outlets.empty')} text={t('outlets.emptyText')} />}
      <ul className="grid divide-y divide-line">
        {outlets.data?.items.map((outlet) => (
          <li key={outlet.id} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 py-3 first:pt-0 last:pb-0">
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{outlet.name}</p>
              <p className="text-sm text-muted">{outlet.displayPhoneNumber}</p>
            </div>
            <div className="flex flex-wrap gap-1.5">
              <OutletStatus outlet={outlet} />
              <OutletHealth outlet={outlet} />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What a new company has yet to do; gone when all is done. */
function NextSteps() {
  const { t } = useWords();
  const signed = useSigned();
  const tenantId = useTenantId();
  const keysVisible = may(signed, 'api-keys');
  const outlets = useOutlets();
  const bases = useQuery({
    queryKey: ['knowledge', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/knowledge-bases', { params: { query: { limit: 50 } } })),
  });
  const keys = useQuery({
    queryKey: ['api-keys', tenantId, 'first'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/tenants/{id}/api-keys', { params: { path: { id: tenantId }, query: { limit: 1, status: 'active' } } })),
    enabled: keysVisible,
  });
  // Nothing is advised to those who may not do it, nor before all is known.
  if (!keysVisible || !outlets.data || !bases.data || !keys.data) return null;
  const steps: [done: boolean, path: string, icon: LucideIcon, title: string, text: string][] = [
    [outlets.data.items.length > 0, '/outlets', Phone, t('next.outlet'), t('next.outletText')],
    [
      bases.data.items.some(({ publishedVersion }) => publishedVersion !== null),
      '/knowledge',
      BookOpen,
      t('next.knowledge'),
      t('next.knowledgeText'),
    ],
    [keys.data.items.length > 0, '/api-keys', KeyRound, t('next.key'), t('next.keyText')],
  ];
  if (steps.every(([done]) => done)) return null;
  return (
    <Card title={t('next.title')}>
      <ol className="grid gap-3 md:grid-cols-3">
        {steps.map(([done, path, Icon, title, text]) => (
          <li key={path} className="flex flex-col rounded-lg border border-line p-4">
            <div className="mb-2 flex items-center gap-2.5">
              {done ? <CircleCheck className="size-5 text-good" aria-hidden /> : <Icon className="size-5 text-brand-ink" aria-hidden />}
              <p className="font-medium">{title}</p>
            </div>
            <p className="mb-3 grow text-sm text-muted">{done ? t('next.done') : text}</p>
            {!done && (
              <Button asChild variant="secondary" size="small" className="self-start">
                <Link to={path} aria-label={t('next.goTo', { step: title })}>
                  {t('next.go')}
                  <ArrowRight aria-hidden />
                </Link>
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
