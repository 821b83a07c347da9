import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2, Workflow } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Confirm, Dialog, DialogActions } from '../../components/dialog';
import { Field, SelectField, TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { EMPTY, type Definition, readExported } from './flow-draft';
import { leadFlow, menuFlow } from './starters';
import { useFlowTexts } from './use-flow-texts';

export type FlowSummary = Schemas['FlowSummaryDto'];
const TONES: Record<FlowSummary['state'], Tone> = { draft: 'neutral', live: 'good', stopped: 'warn' };

export function FlowState({ state }: { state: FlowSummary['state'] }) {
  const words = useFlowTexts();
  return <Badge tone={TONES[state]}>{words(`state.${state}`)}</Badge>;
}

/** All flows of the company. */
export function FlowsPage() {
  const { date } = useWords();
  const words = useFlowTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const mayWork = may(useSigned(), 'answer');
  const [isNew, setNew] = useState(false);
  const [gone, setGone] = useState<FlowSummary>();
  const key = ['flows', tenantId];
  const flows = useQuery({ queryKey: key, queryFn: () => unwrap(api.GET('/api/v1/flows')) });
  const create = mayWork && (
    <Button onClick={() => setNew(true)}>
      <Plus aria-hidden />
      {words('create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={words('title')} text={words('text')} actions={create} />
      <CampaignTabs chosen="flows" />
      <div className="card">
        {flows.isPending && <SkeletonRows />}
        {flows.isError && (
          <div className="p-4">
            <ProblemNote problem={flows.error} retry={() => flows.refetch()} />
          </div>
        )}
        {flows.data?.items.length === 0 && <EmptyState icon={Workflow} title={words('empty')} text={words('emptyText')} />}
        {flows.data && flows.data.items.length > 0 && (
          <Table<FlowSummary>
            label={words('title')}
            rows={flows.data.items}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'name',
                title: words('name'),
                main: true,
                cell: ({ id, name }) => (
                  <Link to={`/flows/${id}`} className="font-medium break-words text-brand-ink hover:underline">
                    {name}
                  </Link>
                ),
              },
              { key: 'state', title: words('state'), cell: ({ state }) => <FlowState state={state} /> },
              { key: 'version', title: words('version'), cell: ({ version }) => (version === 0 ? '–' : version) },
              { key: 'changed', title: words('changed'), cell: ({ updatedAt }) => date(updatedAt) },
              ...(mayWork
                ? [
                    {
                      key: 'remove',
                      title: words('remove'),
                      actions: true,
                      cell: (flow: FlowSummary) => (
                        <Button
                          variant="quiet"
                          size="icon"
                          aria-label={words('removeName', { name: flow.name })}
                          onClick={() => setGone(flow)}
                        >
                          <Trash2 aria-hidden />
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        )}
      </div>
      {isNew && <NewFlow onClose={() => setNew(false)} />}
      <Confirm
        open={gone !== undefined}
        onClose={() => setGone(undefined)}
        title={words('removeTitle')}
        text={words('removeText', { name: gone?.name ?? '' })}
        action={words('remove')}
        run={async () => {
          await unwrap(api.DELETE('/api/v1/flows/{id}', { params: { path: { id: gone!.id } } }));
          await queries.invalidateQueries({ queryKey: key });
          say(() => words('removed'));
        }}
      />
    </>
  );
}

const STARTERS = ['empty', 'menu', 'lead', 'file'] as const;

/** A new flow: empty, from a template, or from a file of another. */
function NewFlow({ onClose }: { onClose: () => void }) {
  const words = useFlowTexts();
  const tenantId = useTenantId();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [chosen, setOutlet] = useState('');
  const [starter, setStarter] = useState<(typeof STARTERS)[number]>('menu');
  const [file, setFile] = useState<File>();
  const [isUnfit, setUnfit] = useState(false);
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const numbers = outlets.data?.items ?? [];
  const outletId = chosen || (numbers[0]?.id ?? '');
  const form = useForm(['name', 'outletId'], async () => {
    const definition = await begun();
    setUnfit(definition === undefined);
    if (!definition) return;
    const body = { name: name.trim(), outletId, definition: definition as unknown as Record<string, unknown> };
    const { id } = await unwrap(api.POST('/api/v1/flows', { body }));
    await navigate(`/flows/${id}`);
  });
  const begun = async (): Promise<Definition | undefined> => {
    if (starter === 'menu') return menuFlow(words);
    if (starter === 'lead') return leadFlow(words);
    if (starter === 'empty') return EMPTY;
    return readExported(await file!.text());
  };
  return (
    <Dialog open onClose={onClose} title={words('create')}>
      <Form state={form}>
        <TextField label={words('name')} value={name} onValue={setName} error={form.error('name')} maxLength={100} />
        <SelectField
          label={words('outlet')}
          value={outletId}
          onValue={setOutlet}
          error={form.error('outletId')}
          options={numbers.map(({ id, name: called }) => [id, called] as const)}
        />
        <SelectField
          label={words('begin')}
          value={starter}
          onValue={(value) => setStarter(value as (typeof STARTERS)[number])}
          options={STARTERS.map((each) => [each, words(`begin.${each}`)] as const)}
        />
        {starter === 'file' && (
          <Field label={words('file')} hint={words('fileHint')} error={isUnfit ? words('fileWrong') : undefined}>
            {(wiring) => (
              <input
                type="file"
                accept="application/json,.json"
                required
                className="control"
                onChange={(event) => setFile(event.target.files?.[0])}
                {...wiring}
              />
            )}
          </Field>
        )}
        <DialogActions>
          <Button type="submit" busy={form.busy} disabled={outlets.isPending}>
            {words('create')}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
