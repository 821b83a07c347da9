import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useToast } from '../../components/toast';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { ExportButton } from '../contacts/export-button';
import { asGroup, toExpression, type DraftGroup } from './draft';
import { GroupRows } from './expression-rows';
import { SegmentCount } from './segment-count';
import { SegmentWhy } from './segment-why';
import { useSegmentTexts } from './use-segment-texts';

type Segment = Schemas['SegmentDto'];

export function NewSegmentPage() {
  return <Editor />;
}

export function SegmentPage() {
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const segment = useQuery({
    queryKey: ['segments', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/segments/{id}', { params: { path: { id } } })),
  });
  if (segment.isError) return <ProblemNote problem={segment.error} retry={() => segment.refetch()} />;
  return segment.data ? <Editor key={segment.data.version} segment={segment.data} /> : <SkeletonRows />;
}

/** A segment and its conditions, beside what they come to. */
function Editor({ segment }: { segment?: Segment }) {
  const words = useSegmentTexts();
  const say = useToast();
  const navigate = useNavigate();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const signed = useSigned();
  const mayChange = may(signed, 'answer');
  const mayExport = may(signed, 'edit-inbox');
  const [name, setName] = useState(segment?.name ?? '');
  const [draft, setDraft] = useState<DraftGroup>(() => asGroup(segment?.expression));
  const isList = segment?.kind === 'static';
  const expression = toExpression(draft);
  const form = useForm(['name', 'expression'], async () => {
    if (segment) {
      const body = { name, ...(isList ? {} : { expression: expression! }) };
      await unwrap(api.PUT('/api/v1/segments/{id}', { params: { path: { id: segment.id } }, body }));
    } else await unwrap(api.POST('/api/v1/segments', { body: { name, expression: expression! } }));
    await queries.invalidateQueries({ queryKey: ['segments', tenantId] });
    say(() => words('saved'));
    void navigate('/segments');
  });
  const audience = isList ? { segmentId: segment.id } : expression && { expression };
  return (
    <>
      <PageHeader
        title={segment?.name ?? words('create')}
        actions={segment && mayExport && <ExportButton path={`/api/v1/segments/${segment.id}/export`} file="segment.csv" />}
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Card>
          <Form state={form}>
            <TextField
              label={words('name')}
              value={name}
              onValue={setName}
              error={form.error('name')}
              maxLength={100}
              readOnly={!mayChange}
            />
            {!isList && (
              <div>
                <h2 className="mb-2 font-semibold">{words('conditions')}</h2>
                <GroupRows draft={draft} change={setDraft} />
                {form.error('expression') && <p className="mt-2 text-sm font-medium text-bad">{form.error('expression')}</p>}
              </div>
            )}
            {mayChange && (
              <div>
                <Button type="submit" busy={form.busy} disabled={!isList && expression === undefined}>
                  {words('save')}
                </Button>
              </div>
            )}
          </Form>
        </Card>
        <div className="grid content-start gap-4">
          <SegmentCount audience={audience} />
          {segment && <SegmentWhy segmentId={segment.id} />}
        </div>
      </div>
    </>
  );
}
