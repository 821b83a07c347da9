import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ListOrdered, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm } from '../../components/dialog';
import { Card, EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import { useTemplate } from '../../templates/use-template';
import type { Campaign } from '../campaigns/campaign-badge';
import type { Step } from './drip-draft';
import { useDripTexts } from './use-drip-texts';

const REFRESH_MS = 5_000;
const OUTCOMES = ['requested', 'sent', 'delivered', 'read', 'failed', 'skipped', 'optedOut'] as const;

/** What a drip says and when, as it is written, and what became of each step. */
export function DripSteps({ drip, mayEdit }: { drip: Campaign; mayEdit: boolean }) {
  const text = useDripTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [publishing, setPublishing] = useState(false);
  const [removed, setRemoved] = useState<Step>();
  const path = { id: drip.id };
  const steps = useQuery({
    queryKey: ['campaigns', tenantId, drip.id, 'steps'],
    queryFn: () => unwrap(api.GET('/api/v1/campaigns/{id}/steps', { params: { path } })),
    refetchInterval: REFRESH_MS,
  });
  const changed = () => queries.invalidateQueries({ queryKey: ['campaigns', tenantId] });
  const items = steps.data?.items ?? [];
  const add = (
    <Button asChild variant="secondary">
      <Link to={`/drips/${drip.id}/steps/new`}>
        <Plus aria-hidden />
        {text('addStep')}
      </Link>
    </Button>
  );
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-2">
          {text('steps')}
          {steps.data && <Published version={steps.data.version} isPublished={steps.data.isPublished} />}
        </span>
      }
      actions={
        mayEdit &&
        items.length > 0 && (
          <>
            {add}
            {!steps.data?.isPublished && <Button onClick={() => setPublishing(true)}>{text('publish')}</Button>}
          </>
        )
      }
    >
      {steps.isPending ? (
        <SkeletonRows />
      ) : steps.isError ? (
        <ProblemNote problem={steps.error} retry={() => steps.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon={ListOrdered} title={text('noSteps')} text={text('noStepsText')} action={mayEdit && add} />
      ) : (
        <ol className="grid gap-3">
          {items.map((step, index) => (
            <li key={step.id} className="rounded-lg border border-line p-4">
              <StepRow step={step} isFirst={index === 0} mayEdit={mayEdit} onRemove={() => setRemoved(step)} />
            </li>
          ))}
        </ol>
      )}
      <Confirm
        open={publishing}
        onClose={() => setPublishing(false)}
        title={text('publishTitle')}
        text={text('publishText')}
        action={text('publish')}
        danger={false}
        run={async () => {
          const { version } = await unwrap(api.POST('/api/v1/campaigns/{id}/publish', { params: { path } }));
          say(() => text('published', { version }));
          await changed();
        }}
      />
      <Confirm
        open={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={text('removeStepTitle')}
        text={text('removeStepText', { number: removed?.stepNumber ?? '' })}
        action={text('remove')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/campaigns/{id}/steps/{stepId}', { params: { path: { id: drip.id, stepId: removed!.id } } }));
          say(() => text('stepRemoved'));
          await changed();
        }}
      />
    </Card>
  );
}

function Published({ version, isPublished }: { version: number | null; isPublished: boolean }) {
  const text = useDripTexts();
  if (version === null) return <Badge tone="warn">{text('neverPublished')}</Badge>;
  return (
    <>
      <Badge tone="good">{text('version', { version })}</Badge>
      {!isPublished && <Badge tone="warn">{text('unpublished')}</Badge>}
    </>
  );
}

function StepRow({ step, isFirst, mayEdit, onRemove }: { step: Step; isFirst: boolean; mayEdit: boolean; onRemove: () => void }) {
  const text = useDripTexts();
  const { number } = useWords();
  const template = useTemplate(step.message.templateId).data;
  const delay = useDelay(step.delay, isFirst);
  const reached = OUTCOMES.filter((outcome) => (step.figures[outcome] ?? 0) > 0);
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-semibold">
            {text('step', { number: step.stepNumber })}
            {step.condition && <Badge tone="info">{text('conditional')}</Badge>}
          </p>
          <p className="text-sm text-muted">{delay}</p>
          <p className="mt-1 break-words">
            <bdi>{template?.name ?? '…'}</bdi>
          </p>
        </div>
        {mayEdit && (
          <div className="flex gap-1">
            <Button asChild variant="ghost" size="icon">
              <Link to={`/drips/${step.campaignId}/steps/${step.id}`} aria-label={text('changeStep', { number: step.stepNumber })}>
                <Pencil aria-hidden />
              </Link>
            </Button>
            <Button variant="quiet" size="icon" aria-label={text('removeStep', { number: step.stepNumber })} onClick={onRemove}>
              <Trash2 aria-hidden />
            </Button>
          </div>
        )}
      </div>
      {reached.length === 0 ? (
        <p className="mt-3 text-sm text-muted">{text('nothing')}</p>
      ) : (
        <dl className="mt-3 flex flex-wrap gap-x-6 gap-y-2 border-t border-line pt-3">
          {reached.map((outcome) => (
            <div key={outcome}>
              <dt className="text-sm text-muted">{text(`outcome.${outcome}`)}</dt>
              <dd className="font-semibold tabular-nums">{number(step.figures[outcome]!)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** When a step comes, in words. */
function useDelay({ amount = 0, unit = 'days', at }: Step['delay'], isFirst: boolean): string {
  const text = useDripTexts();
  const { language } = useWords();
  if (at !== undefined) return text('atTime', { time: at });
  if (amount === 0) return text(isFirst ? 'atOnce' : 'atOnceAfter');
  const delay = new Intl.NumberFormat(language, { style: 'unit', unit: unit.slice(0, -1), unitDisplay: 'long' }).format(amount);
  return text(isFirst ? 'afterEnrolment' : 'afterStep', { delay });
}
