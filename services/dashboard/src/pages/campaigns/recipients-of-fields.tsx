import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { SelectField } from '../../components/field';
import { useTenantId } from '../../session/session-context';
import { AGAIN, type CampaignDraft } from './campaign-draft';
import { useCampaignTexts } from './use-campaign-texts';

interface Props {
  draft: CampaignDraft;
  set: (part: Partial<CampaignDraft>) => void;
  error: (field: string) => string | undefined;
}

/** Recipients of another broadcast, by how far it reached them. */
export function RecipientsOfFields({ draft, set, error }: Props) {
  const text = useCampaignTexts();
  const tenantId = useTenantId();
  const campaigns = useQuery({
    queryKey: ['campaigns', tenantId, 'broadcasts'],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns', { params: { query: { type: 'broadcast', limit: 100 } } })),
  });
  const others = (campaigns.data?.items ?? []).filter(({ startedAt }) => startedAt !== null);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={text('ofCampaign')}
        hint={campaigns.data && others.length === 0 ? text('noneStarted') : undefined}
        value={draft.campaignId}
        onValue={(campaignId) => set({ campaignId })}
        options={[['', '—'] as const, ...others.map(({ id, name }) => [id, name] as const)]}
        error={error('audience.campaignId')}
      />
      <SelectField
        label={text('howFar')}
        value={draft.again}
        onValue={(again) => set({ again: again as CampaignDraft['again'] })}
        options={(Object.keys(AGAIN) as CampaignDraft['again'][]).map((each) => [each, text(`again.${each}`)] as const)}
        error={error('audience.states')}
      />
    </div>
  );
}
