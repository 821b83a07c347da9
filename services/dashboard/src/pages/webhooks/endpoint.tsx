import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import '../../i18n/webhook-pages';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { Deliveries } from './deliveries';
import { EditEndpoint } from './edit-endpoint';
import { Health } from './health';
import { ReplayRange } from './replay-range';
import { useOutcome } from './use-outcome';
import { AnotherSecret, WebhookSecret } from './webhook-secret';

/** One endpoint: how it does, what was delivered to it, and everything that can be done about it. */
export function WebhookEndpointPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const endpoint = useQuery({
    queryKey: ['webhooks', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/webhook-endpoints/{id}', { params: { path: { id } } })),
    refetchInterval: 10_000,
  });
  return (
    <>
      <Link to="/webhook-endpoints" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {t('nav.webhooks')}
      </Link>
      {endpoint.data ? (
        <Shown endpoint={endpoint.data} />
      ) : (
        <>
          <PageHeader title={t('webhooks.one')} />
          <div className="card">
            {endpoint.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={endpoint.error} retry={() => endpoint.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ endpoint }: { endpoint: Schemas['WebhookEndpointDto'] }) {
  const { t, date } = useWords();
  const say = useToast();
  const outcome = useOutcome();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<'edit' | 'rotate' | 'replay'>();
  const [busy, setBusy] = useState<'test' | 'switch'>();
  const { id, url, description, enabled, events, createdAt } = endpoint;
  const params = { path: { id } };
  const changed = () => queries.invalidateQueries({ queryKey: ['webhooks', tenantId] });

  const act = async (what: 'test' | 'switch', run: () => Promise<unknown>) => {
    setBusy(what);
    try {
      await run();
      await changed();
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(undefined);
    }
  };
  const test = () =>
    act('test', async () => {
      const tested = await unwrap(api.POST('/api/v1/webhook-endpoints/{id}/test', { params }));
      say((words) => outcome(tested, words), tested.delivered ? 'good' : 'bad');
    });
  const turn = () =>
    act('switch', async () => {
      await unwrap(api.PUT('/api/v1/webhook-endpoints/{id}', { params, body: { enabled: !enabled } }));
      say((words) => words.t(enabled ? 'webhooks.switchedOff' : 'webhooks.switchedOn'));
    });
  return (
    <>
      <PageHeader
        title={description || new URL(url).host}
        text={<span className="break-all">{url}</span>}
        actions={
          <>
            <Button busy={busy === 'test'} onClick={() => void test()}>
              {t('webhooks.test')}
            </Button>
            <Button variant="secondary" onClick={() => setDoing('edit')}>
              {t('webhooks.edit')}
            </Button>
            <Button variant="secondary" onClick={() => setDoing('rotate')}>
              {t('webhooks.rotate')}
            </Button>
            <Button variant="secondary" busy={busy === 'switch'} onClick={() => void turn()}>
              {t(enabled ? 'webhooks.switchOff' : 'webhooks.switchOn')}
            </Button>
          </>
        }
      />
      <Card className="mb-5">
        <dl className="grid gap-4 sm:grid-cols-3">
          <div>
            <dt className="mb-1 text-sm text-muted">{t('column.status')}</dt>
            <dd>
              <Health endpoint={endpoint} />
            </dd>
          </div>
          <div>
            <dt className="mb-1 text-sm text-muted">{t('webhooks.events')}</dt>
            <dd className="text-sm">{events.map((event) => (event === '*' ? t('webhooks.everything') : event)).join(', ')}</dd>
          </div>
          <div>
            <dt className="mb-1 text-sm text-muted">{t('column.since')}</dt>
            <dd>
              <time dateTime={createdAt}>{date(createdAt)}</time>
            </dd>
          </div>
        </dl>
      </Card>
      <Deliveries endpointId={id} isOn={enabled} onReplayRange={() => setDoing('replay')} />
      {doing === 'edit' && <EditEndpoint endpoint={endpoint} onClose={() => setDoing(undefined)} changed={changed} />}
      {doing === 'replay' && <ReplayRange endpointId={id} onClose={() => setDoing(undefined)} changed={changed} />}
      <WebhookSecret
        open={doing === 'rotate'}
        onClose={() => setDoing(undefined)}
        title={t('webhooks.rotateTitle')}
        text={t('webhooks.rotateText')}
        form={(onMade, close) => (
          <AnotherSecret
            make={() => unwrap(api.POST('/api/v1/webhook-endpoints/{id}/rotate-secret', { params: { path: { id } } }))}
            onMade={onMade}
            onClose={close}
          />
        )}
      />
    </>
  );
}
