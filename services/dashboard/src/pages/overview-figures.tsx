import { useQuery } from '@tanstack/react-query';
import { api, unwrap, type Schemas } from '../api/client';
import { Card, Skeleton } from '../components/layout';
import { ProblemNote } from '../components/problem-note';
import { useWords } from '../i18n/i18n';
import { useTenantId } from '../session/session-context';
import { shift } from './overview-range';
import { RangeChooser } from './range-chooser';
import { useRange } from './use-range';

/** Noon by the clocks here: no change of the clocks moves it to another day. */
const noonOf = (day: string): string => new Date(`${day}T12:00:00`).toISOString();

/** What was received, sent and answered in the days of a range, as the clocks of the reader count days. */
export function Figures() {
  const { t, number, percent, duration } = useWords();
  const tenantId = useTenantId();
  const { range, days, today, timeZone, choose, chooseDays } = useRange();
  const interval = days.from === days.to ? 'hour' : 'day';
  const overview = useQuery({
    queryKey: ['analytics', tenantId, days, timeZone],
    queryFn: () => unwrap(api.GET('/api/v1/analytics/overview', { params: { query: { ...days, timeZone } } })),
    refetchInterval: 30_000,
  });
  const series = useQuery({
    queryKey: ['analytics', tenantId, days, timeZone, interval],
    queryFn: () =>
      unwrap(api.GET('/api/v1/analytics/timeseries', { params: { query: { ...days, timeZone, metric: 'messagesIn', interval } } })),
    refetchInterval: 30_000,
  });
  const { data } = overview;
  const figures: [label: string, value: string | undefined, note: string | undefined][] = [
    [t('overview.received'), data && number(data.messages.in), undefined],
    [t('overview.sent'), data && number(data.messages.out), data && sentBy(data.messages)],
    [t('overview.automation'), data && (data.automationRate === null ? '–' : percent(data.automationRate)), t('overview.automationNote')],
    [
      t('overview.response'),
      data && (data.responseTime.averageMs === null ? '–' : duration(data.responseTime.averageMs)),
      data && t('overview.handoffs', { count: number(data.handoffs.total) }),
    ],
  ];
  function sentBy({ bot, agent, api: programs, system }: Schemas['MessagesDto']): string {
    const parts = [
      [bot, t('overview.by.bot', { count: number(bot) })],
      [agent, t('overview.by.agent', { count: number(agent) })],
      [programs, t('overview.by.api', { count: number(programs) })],
      [system, t('overview.by.system', { count: number(system) })],
    ] as const;
    return parts
      .filter(([count]) => count > 0)
      .map(([, text]) => text)
      .join(' · ');
  }
  return (
    <section aria-labelledby="figures">
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <h2 id="figures" className="font-semibold">
          {t('overview.figures')}
        </h2>
        <RangeChooser {...{ range, days, today, choose, chooseDays }} />
      </div>
      {overview.isError && !data ? (
        <ProblemNote problem={overview.error} retry={() => overview.refetch()} />
      ) : (
        <div className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4" aria-busy={overview.isPending}>
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
      {series.isError && !series.data && (
        <div className="mt-4">
          <ProblemNote problem={series.error} retry={() => series.refetch()} />
        </div>
      )}
      {series.data && series.data.items.some(({ value }) => value > 0) && (
        <Bars points={series.data.items} interval={interval} days={days} />
      )}
    </section>
  );
}

const HEIGHT = 96;

function Bars({ points, interval, days }: { points: Schemas['PointDto'][]; interval: 'hour' | 'day'; days: { from: string } }) {
  const { t, number, date } = useWords();
  const most = Math.max(...points.map(({ value }) => value));
  const busiest = points.findIndex(({ value }) => value === most);
  const width = 100 / points.length;
  const name = (place: number): string => {
    const point = points[place];
    if (!point) return '';
    return interval === 'hour' ? date(point.at, 'time') : date(noonOf(shift(days.from, place)), 'monthDay');
  };
  const values = { time: name(busiest), count: number(most) };
  return (
    <Card className="mt-4" title={t(interval === 'hour' ? 'overview.hours' : 'overview.days')}>
      <svg
        role="img"
        aria-label={interval === 'hour' ? t('overview.hoursLabel', values) : t('overview.daysLabel', values)}
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
        {[...new Set([0, Math.floor(points.length / 2), points.length - 1])].map((place) => (
          <span key={place}>{name(place)}</span>
        ))}
      </div>
    </Card>
  );
}
