import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignBadge, type Campaign } from './campaign-badge';
import { CampaignForecast, CampaignTest } from './campaign-forecast';
import { CampaignLift } from './campaign-lift';
import { CampaignProgress } from './campaign-progress';
import { CampaignRecipients } from './campaign-recipients';
import { useCampaignTexts } from './use-campaign-texts';

const LIVE_MS = 1_000;
const REST_MS = 10_000;

/** One campaign: how it goes while it runs, what it did afterwards, and everything that can be done about it. */
export function CampaignPage() {
  const text = useCampaignTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const campaign = useQuery({
    queryKey: ['campaigns', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? LIVE_MS : REST_MS),
  });
  return (
    <>
      <Link to="/campaigns" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {text('title')}
      </Link>
      {campaign.data ? (
        <Shown campaign={campaign.data} />
      ) : (
        <>
          <PageHeader title={text('one')} />
          <div className="card">
            {campaign.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={campaign.error} retry={() => campaign.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ campaign }: { campaign: Campaign }) {
  const text = useCampaignTexts();
  const mayEdit = may(useSigned(), 'edit-campaigns');
  const isDraft = campaign.state === 'draft';
  return (
    <>
      <PageHeader
        title={campaign.name}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <CampaignBadge state={campaign.state} />
            {campaign.pauseReason && text(`why.${campaign.pauseReason}`)}
          </span>
        }
        actions={mayEdit && <Acts campaign={campaign} />}
      />
      <div className="grid gap-5">
        {isDraft && mayEdit && (
          <div className="grid gap-5 lg:grid-cols-2">
            <CampaignForecast id={campaign.id} />
            <CampaignTest id={campaign.id} />
          </div>
        )}
        {!isDraft && <CampaignProgress totals={campaign.totals} />}
        {!isDraft && <CampaignLift campaign={campaign} />}
        {!isDraft && <CampaignRecipients campaign={campaign} />}
      </div>
    </>
  );
}

type Act = 'start' | 'pause' | 'resume' | 'cancel';
const DONE = { start: 'started', pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const;

function Acts({ campaign: { id, state } }: { campaign: Campaign }) {
  const text = useCampaignTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'start' | 'cancel'>();
  const [busy, setBusy] = useState(false);
  const run = async (act: Act) => {
    const params = { params: { path: { id } } };
    const calls = {
      start: () => api.POST('/api/v1/campaigns/{id}/start', params),
      pause: () => api.POST('/api/v1/campaigns/{id}/pause', params),
      resume: () => api.POST('/api/v1/campaigns/{id}/resume', params),
      cancel: () => api.POST('/api/v1/campaigns/{id}/cancel', params),
    };
    await unwrap(calls[act]());
    say(() => text(DONE[act]));
    await queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
  };
  const press = (act: Act) => {
    setBusy(true);
    run(act)
      .catch(() => queries.invalidateQueries({ queryKey: ['campaigns', tenantId] }))
      .finally(() => setBusy(false));
  };
  return (
    <>
      {state === 'draft' && (
        <>
          <Button asChild variant="secondary">
            <Link to={`/campaigns/${id}/edit`}>{text('edit')}</Link>
          </Button>
          <Button onClick={() => setAsked('start')}>{text('start')}</Button>
        </>
      )}
      {(state === 'running' || state === 'scheduled') && (
        <Button variant="secondary" busy={busy} onClick={() => press('pause')}>
          {text('pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button busy={busy} onClick={() => press('resume')}>
          {text('resume')}
        </Button>
      )}
      {(state === 'running' || state === 'scheduled' || state === 'paused') && (
        <Button variant="quiet" onClick={() => setAsked('cancel')}>
          {text('cancel')}
        </Button>
      )}
      <Confirm
        open={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked ? text(`${asked}Title`) : ''}
        text={asked ? text(`${asked}Text`) : ''}
        action={asked ? text(asked) : ''}
        danger={asked === 'cancel'}
        run={async () => {
          if (asked) await run(asked);
        }}
      />
    </>
  );
}
