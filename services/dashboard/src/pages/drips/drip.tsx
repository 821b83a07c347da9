import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignActs } from '../campaigns/campaign-acts';
import { CampaignBadge, type Campaign } from '../campaigns/campaign-badge';
import { DripEnrolments } from './drip-enrolments';
import { DripSteps } from './drip-steps';
import { useDripTexts } from './use-drip-texts';

const REFRESH_MS = 10_000;

/** One drip: its steps and what became of each, and who is in it. */
export function DripPage() {
  const text = useDripTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const drip = useQuery({
    queryKey: ['campaigns', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <Link to="/drips" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {text('title')}
      </Link>
      {drip.data ? (
        <Shown drip={drip.data} />
      ) : (
        <>
          <PageHeader title={text('one')} />
          <div className="card">
            {drip.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={drip.error} retry={() => drip.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ drip }: { drip: Campaign }) {
  const mayEdit = may(useSigned(), 'edit-campaigns');
  return (
    <>
      <PageHeader
        title={drip.name}
        text={<CampaignBadge state={drip.state} />}
        actions={mayEdit && <CampaignActs campaign={drip} edit={`/drips/${drip.id}/edit`} />}
      />
      <div className="grid gap-5">
        <DripSteps drip={drip} mayEdit={mayEdit && drip.state !== 'cancelled'} />
        {drip.state !== 'draft' && (
          <DripEnrolments drip={drip} mayEnrol={mayEdit && (drip.state === 'running' || drip.state === 'paused')} />
        )}
      </div>
    </>
  );
}
