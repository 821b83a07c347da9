import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignActs } from './campaign-acts';
import { CampaignBadge, type Campaign } from './campaign-badge';
import { CampaignForecast, CampaignTest } from './campaign-forecast';
import { CampaignLift } from './campaign-lift';
import { CampaignProgress } from './campaign-progress';
import { CampaignReasons } from './campaign-reasons';
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
        actions={
          mayEdit && (
            <>
              {campaign.startedAt !== null && (
                <Button asChild variant="secondary">
                  <Link to={`/campaigns/new?of=${campaign.id}`}>{text('writeAgain')}</Link>
                </Button>
              )}
              <CampaignActs campaign={campaign} edit={`/campaigns/${campaign.id}/edit`} mayStart />
            </>
          )
        }
      />
      <div className="grid gap-5">
        {isDraft && mayEdit && (
          <div className="grid gap-5 lg:grid-cols-2">
            <CampaignForecast id={campaign.id} />
            <CampaignTest id={campaign.id} />
          </div>
        )}
        {!isDraft && <CampaignProgress totals={campaign.totals} />}
        {!isDraft && <CampaignReasons campaign={campaign} />}
        {!isDraft && <CampaignLift campaign={campaign} />}
        {!isDraft && <CampaignRecipients campaign={campaign} />}
      </div>
    </>
  );
}
