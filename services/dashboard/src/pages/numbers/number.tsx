import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, CircleCheck, Settings2, TriangleAlert } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { SEND_CLASSES } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { useTenantId } from '../../session/session-context';
import { HoldList } from '../hold-list';
import { OutletQuality } from '../outlets/outlet-badges';
import { LightBadge } from './light-badge';
import { lightOf } from './light';
import { RateChart } from './rate-chart';
import { healthOf, queuedIn, useAdvice, type NumberHealth } from './use-health';
import { useLimit } from './use-limit';
import { useNumberTexts } from './use-number-texts';

type Outlet = Schemas['OutletDto'];
/** Often enough to see the rate move. */
const LIVE_MS = 2_000;

/** One number: how it sends, what limits it, what waits, and what to do. */
export function NumberPage() {
  const { t } = useWords();
  const n = useNumberTexts();
  const tenantId = useTenantId();
  const { id = '' } = useParams();
  const outlet = useQuery({
    queryKey: ['outlets', tenantId, 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/outlets/{id}', { params: { path: { id } } })),
  });
  const health = useQuery(healthOf(tenantId, id, LIVE_MS));
  const failed = outlet.isError ? outlet : health.isError && !health.data ? health : undefined;
  return (
    <>
      <Link to="/numbers" className="mb-3 inline-flex items-center gap-1.5 text-sm font-medium text-brand-ink hover:underline">
        <ArrowLeft className="size-4" aria-hidden />
        {n('numbers.back')}
      </Link>
      <PageHeader
        title={outlet.data?.name ?? t('nav.numbers')}
        text={outlet.data?.displayPhoneNumber}
        actions={
          <Button asChild variant="secondary">
            <Link to="/outlets">
              <Settings2 aria-hidden />
              {t('nav.outlets')}
            </Link>
          </Button>
        }
      />
      {failed ? (
        <ProblemNote problem={failed.error} retry={() => failed.refetch()} />
      ) : outlet.data && health.data ? (
        <Health outlet={outlet.data} health={health.data} at={health.dataUpdatedAt} />
      ) : (
        <div className="card">
          <SkeletonRows />
        </div>
      )}
    </>
  );
}

function Health({ outlet, health, at }: { outlet: Outlet; health: NumberHealth; at: number }) {
  const { number } = useWords();
  const n = useNumberTexts();
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const limit = useLimit();
  const { portfolio, throughput, queued, holds } = health;
  const waiting = queuedIn(health);
  const changed = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['health', tenantId, outlet.id] }),
      queries.invalidateQueries({ queryKey: ['holds', tenantId] }),
    ]);
  return (
    <div className="grid grid-cols-1 gap-4 *:min-w-0">
      <Advised outlet={outlet} health={health} />
      <div className="grid grid-cols-1 gap-4 *:min-w-0 md:grid-cols-2">
        <Card title={n('numbers.quality')}>
          <OutletQuality outlet={{ ...outlet, quality: health.quality as Outlet['quality'] }} />
          <p className="mt-2 text-sm text-muted">{n('numbers.qualityText')}</p>
        </Card>
        <Card title={n('numbers.limit')}>
          <p className="text-xl font-semibold tabular-nums">{limit(health, portfolio)}</p>
          {portfolio && (
            <meter
              className="mt-2 h-3 w-full"
              aria-label={n('numbers.limit')}
              min={0}
              max={portfolio.limit}
              low={portfolio.limit * 0.75}
              high={portfolio.limit * 0.9}
              optimum={0}
              value={portfolio.usedToday}
            />
          )}
          <p className="mt-2 text-sm text-muted">{n('numbers.limitText')}</p>
        </Card>
        <Card title={n('numbers.rate')}>
          <p className="text-xl font-semibold tabular-nums">
            {n('numbers.rateOf', { used: number(throughput.usedPerSecond), allowed: number(throughput.allowedPerSecond) })}
          </p>
          <RateChart used={throughput.usedPerSecond} allowed={throughput.allowedPerSecond} at={at} />
          <p className="mt-2 text-sm text-muted">{n('numbers.rateText')}</p>
        </Card>
        <Card title={n('numbers.queue')}>
          {waiting === 0 ? (
            <p className="text-muted">{n('numbers.noQueue')}</p>
          ) : (
            <dl className="grid gap-1.5">
              {SEND_CLASSES.map((each) => (
                <div key={each} className="flex justify-between gap-4">
                  <dt>{s(`class.${each}`)}</dt>
                  <dd className="tabular-nums">{number(queued[each])}</dd>
                </div>
              ))}
            </dl>
          )}
        </Card>
      </div>
      <section aria-labelledby="number-holds" className="card">
        <h2 id="number-holds" className="p-4 font-semibold sm:p-5">
          {n('numbers.holds')}
        </h2>
        <HoldList
          query={{ isPending: false, isError: false, error: null, data: { pages: [{ items: holds }] }, refetch: changed }}
          empty={<p className="px-4 pb-4 text-muted sm:px-5 sm:pb-5">{n('numbers.noHolds')}</p>}
          outlets={[outlet]}
          changed={changed}
        />
      </section>
    </div>
  );
}

/** The light, and what to do. */
function Advised({ outlet, health }: { outlet: Outlet; health: NumberHealth }) {
  const n = useNumberTexts();
  const advised = useAdvice();
  // What is held stands in a list of its own, below.
  const advices = health.advice.filter(({ code }) => code !== 'number_held');
  const isFine = advices.length === 0 && health.holds.length === 0;
  return (
    <Card title={n('numbers.advice')} actions={<LightBadge light={lightOf(outlet, health)} />}>
      {isFine ? (
        <p className="flex items-center gap-2 text-muted">
          <CircleCheck className="size-5 shrink-0 text-good" aria-hidden />
          {n('numbers.fine')}
        </p>
      ) : (
        <ul className="grid gap-2">
          {health.holds.length > 0 && <HeldNote />}
          {advices.map((advice) => (
            <li key={advice.code} className="flex items-start gap-2">
              <TriangleAlert className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden />
              <span className="min-w-0 break-words">{advised(advice)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function HeldNote() {
  const n = useNumberTexts();
  return (
    <li className="flex items-start gap-2">
      <TriangleAlert className="mt-0.5 size-5 shrink-0 text-warn" aria-hidden />
      <a href="#number-holds" className="text-brand-ink hover:underline">
        {n('numbers.seeHolds')}
      </a>
    </li>
  );
}
