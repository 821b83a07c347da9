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
import { useTemplate } from '../../templates/use-template';
import { MessageFields, valuesOf } from '../campaigns/message-fields';
import { GroupRows } from '../segments/expression-rows';
import { newStep, stepBodyOf, stepDraftOf, type StepDraft } from './drip-draft';
import { useDripTexts } from './use-drip-texts';

const UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
const FIELDS = ['stepNumber', 'delay.amount', 'delay.at', 'condition', 'message'] as const;

/** A step of a drip; `new` instead of its id makes one. */
export function StepPage() {
  const { id = '', stepId = '' } = useParams();
  const tenantId = useTenantId();
  const path = { id };
  const drip = useQuery({
    queryKey: ['campaigns', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}', { params: { path } })),
  });
  const steps = useQuery({
    queryKey: ['campaigns', tenantId, id, 'steps'],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}/steps', { params: { path } })),
  });
  const back = <Navigate to={`/drips/${id}`} replace />;
  if (!drip.data || !steps.data) return drip.isError || steps.isError ? back : <SkeletonRows />;
  if (stepId === 'new') {
    const last = steps.data.items.at(-1)?.stepNumber ?? 0;
    return <Editor dripId={id} outletId={drip.data.outletId} begun={newStep(last + 1)} />;
  }
  const step = steps.data.items.find((one) => one.id === stepId);
  return step ? <Editor dripId={id} stepId={stepId} outletId={drip.data.outletId} begun={stepDraftOf(step)} /> : back;
}

/** When it comes, what it says, and whom it is for. */
function Editor({ dripId, stepId, outletId, begun }: { dripId: string; stepId?: string; outletId: string; begun: StepDraft }) {
  const text = useDripTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(begun);
  const outlet = useQuery({
    queryKey: ['outlets', tenantId, outletId],
    queryFn: () => unwrap(api.GET('/api/v1/outlets/{id}', { params: { path: { id: outletId } } })),
  });
  const template = useTemplate(draft.templateId).data;
  const names = valuesOf(template);
  const body = stepBodyOf(draft, names);
  const set = (part: Partial<StepDraft>) => setDraft((before) => ({ ...before, ...part }));
  const form = useForm([...FIELDS, ...names.map((name) => `message.parameters.${name}`)], async () => {
    if (!body) return;
    const path = { id: dripId };
    await unwrap(
      stepId === undefined
        ? api.POST('/api/v1/campaigns/{id}/steps', { params: { path }, body })
        : api.PUT('/api/v1/campaigns/{id}/steps/{stepId}', { params: { path: { ...path, stepId } }, body }),
    );
    say(() => text('stepSaved'));
    await queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
    await navigate(`/drips/${dripId}`);
  });
  return (
    <>
      <Link to={`/drips/${dripId}`} className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {text('backToDrip')}
      </Link>
      <PageHeader title={stepId === undefined ? text('addStep') : text('changeStep', { number: begun.stepNumber })} />
      <Form state={form} className="grid max-w-3xl gap-5">
        <Card>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={text('number')}
              hint={text('numberHint')}
              type="number"
              min={1}
              max={1_000}
              value={draft.stepNumber}
              onValue={(stepNumber) => set({ stepNumber })}
              error={form.error('stepNumber')}
            />
            <SelectField
              label={text('wait')}
              value={draft.wait}
              onValue={(wait) => set({ wait: wait as StepDraft['wait'] })}
              options={(['amount', 'at'] as const).map((wait) => [wait, text(`wait.${wait}`)] as const)}
            />
            {draft.wait === 'at' ? (
              <TextField
                label={text('at')}
                hint={text('atHint')}
                type="time"
                value={draft.at}
                onValue={(at) => set({ at })}
                error={form.error('delay.at')}
              />
            ) : (
              <>
                <TextField
                  label={text('amount')}
                  type="number"
                  min={0}
                  max={525_600}
                  value={draft.amount}
                  onValue={(amount) => set({ amount })}
                  error={form.error('delay.amount')}
                />
                <SelectField
                  label={text('unit')}
                  value={draft.unit}
                  onValue={(unit) => set({ unit: unit as StepDraft['unit'] })}
                  options={UNITS.map((unit) => [unit, text(`unit.${unit}`)] as const)}
                />
              </>
            )}
          </div>
        </Card>
        <Card title={text('message')}>
          <div className="grid gap-4">
            <MessageFields isDrip draft={draft} set={set} template={template} wabaId={outlet.data?.wabaId} error={form.error} />
          </div>
        </Card>
        <Card>
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              className="mt-1 size-4 shrink-0 accent-brand"
              checked={draft.isConditional}
              onChange={() => set({ isConditional: !draft.isConditional })}
            />
            <span>
              <span className="font-medium">{text('condition')}</span>
              <span className="block text-sm text-muted">{text('conditionHint')}</span>
            </span>
          </label>
          {draft.isConditional && (
            <div className="mt-4">
              <GroupRows draft={draft.condition} change={(condition) => set({ condition })} />
              {form.error('condition') && <p className="mt-2 text-sm font-medium text-bad">{form.error('condition')}</p>}
            </div>
          )}
        </Card>
        <div className="flex justify-end">
          <Button type="submit" busy={form.busy} disabled={body === undefined}>
            {text('save')}
          </Button>
        </div>
      </Form>
    </>
  );
}
