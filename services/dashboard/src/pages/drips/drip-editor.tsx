import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useTenantId } from '../../session/session-context';
import { useCampaignTexts } from '../campaigns/use-campaign-texts';
import { PurposeField } from '../campaigns/purpose-field';
import { CapField, QuietFields } from '../campaigns/when-fields';
import { DRIP_EVENTS, dripBodyOf, dripDraftOf, NEW_DRIP, type DripDraft } from './drip-draft';
import { useDripTexts } from './use-drip-texts';

const FIELDS = ['name', 'outletId', 'audience.segmentId', 'dailyCap', 'reenrolAfterDays', 'enrolOn.value'] as const;

export function NewDripPage() {
  const text = useDripTexts();
  return <Editor title={text('newTitle')} begun={NEW_DRIP} />;
}

export function EditDripPage() {
  const words = useCampaignTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const drip = useQuery({
    queryKey: ['campaigns', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } })),
  });
  if (!drip.data) return drip.isError ? <Navigate to={`/drips/${id}`} replace /> : <SkeletonRows />;
  if (drip.data.state !== 'draft') return <Navigate to={`/drips/${id}`} replace />;
  return <Editor id={id} title={words('editTitle', { name: drip.data.name })} begun={dripDraftOf(drip.data)} />;
}

/** Whom a drip is for and by which rules it goes: what it says is in its steps. */
function Editor({ id, title, begun }: { id?: string; title: string; begun: DripDraft }) {
  const text = useDripTexts();
  const words = useCampaignTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [kept, setDraft] = useState(begun);
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const segments = useQuery({
    queryKey: ['segments', tenantId, 'names'],
    queryFn: () => unwrap(api.GET('/api/v1/segments')),
  });
  const numbers = outlets.data?.items ?? [];
  const draft = { ...kept, outletId: kept.outletId || (numbers[0]?.id ?? '') };
  const set = (part: Partial<DripDraft>) => setDraft((before) => ({ ...before, ...part }));
  const form = useForm(FIELDS, async () => {
    const body = dripBodyOf(draft);
    const saved = await unwrap(
      id === undefined ? api.POST('/api/v1/campaigns', { body }) : api.PUT('/api/v1/campaigns/{id}', { params: { path: { id } }, body }),
    );
    say(() => text('saved'));
    await queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
    await navigate(`/drips/${saved.id}`);
  });
  return (
    <>
      <Link
        to={id === undefined ? '/drips' : `/drips/${id}`}
        className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink"
      >
        <ArrowLeft className="size-4" aria-hidden />
        {text('title')}
      </Link>
      <PageHeader title={title} text={text('start')} />
      <Form state={form} className="grid max-w-3xl gap-5">
        <Card>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={words('name')}
              maxLength={120}
              autoComplete="off"
              value={draft.name}
              onValue={(name) => set({ name })}
              error={form.error('name')}
            />
            <SelectField
              label={words('outlet')}
              value={draft.outletId}
              onValue={(outletId) => set({ outletId })}
              options={numbers.map((outlet) => [outlet.id, outlet.name] as const)}
              error={form.error('outletId')}
            />
            <SelectField
              label={text('forWhom')}
              hint={text('segmentHint')}
              value={draft.segmentId}
              onValue={(segmentId) => set({ segmentId })}
              options={[
                ['', text('forAll')] as const,
                ...(segments.data?.items ?? []).map((one) => [one.id, text('forSegment', { name: one.name })] as const),
              ]}
              error={form.error('audience.segmentId')}
            />
            <SelectField
              label={text('enters')}
              hint={draft.enters === 'segment' && draft.segmentId === '' ? text('entersHint') : undefined}
              value={draft.enters}
              onValue={(enters) => set({ enters: enters as DripDraft['enters'] })}
              options={(['hand', 'segment', 'tag', ...DRIP_EVENTS, ...(begun.enters === 'kept' ? (['kept'] as const) : [])] as const).map(
                (enters) => [enters, text(`enters.${enters}`)] as const,
              )}
            />
            {draft.enters === 'tag' && (
              <TextField
                label={text('tag')}
                maxLength={100}
                value={draft.tag}
                onValue={(tag) => set({ tag })}
                error={form.error('enrolOn.value')}
              />
            )}
          </div>
        </Card>
        <Card title={text('exits')}>
          <div className="grid gap-4">
            {(['exitOnReply', 'exitOnPaid'] as const).map((exit) => (
              <label key={exit} className="flex items-start gap-2.5">
                <input
                  type="checkbox"
                  className="mt-1 size-4 shrink-0 accent-brand"
                  checked={draft[exit]}
                  onChange={() => set({ [exit]: !draft[exit] })}
                />
                <span>
                  <span className="font-medium">{text(exit)}</span>
                  <span className="block text-sm text-muted">{text(`${exit}Hint`)}</span>
                </span>
              </label>
            ))}
            <div className="grid gap-4 sm:grid-cols-2">
              <SelectField
                label={text('again')}
                value={draft.again}
                onValue={(again) => set({ again: again as DripDraft['again'] })}
                options={(['always', 'after', 'never'] as const).map((again) => [again, text(`again.${again}`)] as const)}
              />
              {draft.again === 'after' && (
                <TextField
                  label={text('againDays')}
                  type="number"
                  min={1}
                  max={365}
                  value={draft.againDays}
                  onValue={(againDays) => set({ againDays })}
                  error={form.error('reenrolAfterDays')}
                />
              )}
            </div>
          </div>
        </Card>
        <Card title={text('rules')}>
          <div className="grid gap-4">
            <PurposeField draft={draft} set={set} />
            <QuietFields draft={draft} set={set} />
            <div className="grid gap-4 sm:grid-cols-2">
              <CapField draft={draft} set={set} error={form.error} />
              <SelectField
                label={text('late')}
                value={draft.late}
                onValue={(late) => set({ late: late as DripDraft['late'] })}
                options={(['send', 'skip'] as const).map((late) => [late, text(`late.${late}`)] as const)}
              />
            </div>
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
