import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { useTemplate } from '../../templates/use-template';
import { AudienceFields } from './audience-fields';
import { asDraft, bodyOf, NEW_CAMPAIGN, type CampaignDraft } from './campaign-draft';
import { MessageFields, valuesOf } from './message-fields';
import { PurposeField } from './purpose-field';
import { useCampaignTexts } from './use-campaign-texts';
import { WhenFields } from './when-fields';

const FIELDS = [
  'name',
  'outletId',
  'audience',
  'audience.segmentId',
  'audience.campaignId',
  'audience.states',
  'message',
  'schedule',
  'schedule.at',
  'schedule.localTime',
  'schedule.date',
  'holdOutPercent',
  'dailyCap',
  'perSecond',
] as const;

export function NewCampaignPage() {
  const text = useCampaignTexts();
  const [search] = useSearchParams();
  const campaignId = search.get('of');
  return <Editor title={text('newTitle')} begun={campaignId === null ? NEW_CAMPAIGN : { ...NEW_CAMPAIGN, who: 'campaign', campaignId }} />;
}

export function EditCampaignPage() {
  const text = useCampaignTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const campaign = useQuery({
    queryKey: ['campaigns', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
  });
  if (!campaign.data) return campaign.isError ? <Navigate to={`/campaigns/${id}`} replace /> : <SkeletonRows />;
  if (campaign.data.state !== 'draft') return <Navigate to={`/campaigns/${id}`} replace />;
  return <Editor id={id} title={text('editTitle', { name: campaign.data.name })} begun={asDraft(campaign.data)} />;
}

/** Everything that a campaign says, to whom, and when. */
function Editor({ id, title, begun }: { id?: string; title: string; begun: CampaignDraft }) {
  const text = useCampaignTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [kept, setDraft] = useState(begun);
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const numbers = outlets.data?.items ?? [];
  const draft = { ...kept, outletId: kept.outletId || (numbers[0]?.id ?? '') };
  const wabaId = numbers.find((outlet) => outlet.id === draft.outletId)?.wabaId;
  const template = useTemplate(draft.templateId).data;
  const set = (part: Partial<CampaignDraft>) => setDraft((before) => ({ ...before, ...part }));
  const form = useForm([...FIELDS, ...valuesOf(template).map((name) => `message.parameters.${name}`)], async () => {
    const body = bodyOf(draft, valuesOf(template));
    const saved = await unwrap(
      id === undefined ? api.POST('/api/v1/campaigns', { body }) : api.PUT('/api/v1/campaigns/{id}', { params: { path: { id } }, body }),
    );
    say(() => text('saved'));
    await queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
    await navigate(`/campaigns/${saved.id}`);
  });
  return (
    <>
      <Link
        to={id === undefined ? '/campaigns' : `/campaigns/${id}`}
        className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden />
        {text('title')}
      </Link>
      <PageHeader title={title} />
      <Form state={form} className="grid max-w-3xl gap-5">
        <Card>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={text('name')}
              maxLength={120}
              autoComplete="off"
              value={draft.name}
              onValue={(name) => set({ name })}
              error={form.error('name')}
            />
            <SelectField
              label={text('outlet')}
              value={draft.outletId}
              onValue={(outletId) => set({ outletId, templateId: '' })}
              options={numbers.map((outlet) => [outlet.id, outlet.name] as const)}
              error={form.error('outletId')}
            />
          </div>
        </Card>
        <Card title={text('audience')}>
          <div className="grid gap-4">
            <AudienceFields draft={draft} set={set} error={form.error} />
            <TextField
              label={text('holdOut')}
              hint={text('holdOutHint')}
              type="number"
              min={0}
              max={90}
              value={draft.holdOutPercent}
              onValue={(holdOutPercent) => set({ holdOutPercent })}
              error={form.error('holdOutPercent')}
            />
          </div>
        </Card>
        <Card title={text('template')}>
          <div className="grid gap-4">
            <PurposeField draft={draft} set={set} />
            <MessageFields draft={draft} set={set} template={template} wabaId={wabaId} error={form.error} />
          </div>
        </Card>
        <Card title={text('schedule')}>
          <div className="grid gap-4">
            <WhenFields draft={draft} set={set} error={form.error} />
          </div>
        </Card>
        <div className="flex justify-end">
          <Button type="submit" busy={form.busy}>
            {text('save')}
          </Button>
        </div>
      </Form>
    </>
  );
}
