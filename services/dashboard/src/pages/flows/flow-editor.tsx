import { useQuery } from '@tanstack/react-query';
import { Redo2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { Card, PageHeader } from '../../components/layout';
import { LeaveGuard } from '../../components/leave-guard';
import { useToast } from '../../components/toast';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { FlowCanvas } from './flow-canvas';
import { FlowConflict } from './flow-conflict';
import {
  begin,
  EXPORT_FORMAT,
  isSame,
  NODE_KINDS,
  put,
  redo,
  undo,
  withNode,
  type Definition,
  type Flow,
  type History,
  type NodeKind,
} from './flow-draft';
import { FlowState } from './flows';
import { Simulator } from './simulator';
import { StepFields, stepName } from './step-fields';
import { TriggerFields } from './trigger-fields';
import { useFlowTexts, type FlowKey } from './use-flow-texts';

type Simulation = Schemas['FlowSimulationDto'];
/** How long the drawing rests before it is looked at. */
const CHECK_MS = 400;

interface Props {
  flow: Flow;
  changed: (now: Omit<Flow, 'faults'>) => void;
  /** Opens it as it is kept now. */
  again: () => Promise<void>;
}

/** The drawing with everything beside it. Whoever may only look sees it all and changes nothing. */
export function FlowEditor({ flow, changed, again }: Props) {
  const words = useFlowTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const mayWork = may(useSigned(), 'answer');
  const { id } = flow;
  const path = { id };
  const [history, setHistory] = useState(() => begin(flow.definition as unknown as Definition));
  const [selected, select] = useState<string | null>(null);
  const [simulation, setSimulation] = useState<Simulation>();
  const [busy, setBusy] = useState<'save' | 'publish' | 'stop'>();
  const drawn = history.now;
  const [kept, setKept] = useState(drawn);
  const [isConflict, setConflict] = useState(false);
  /** The field into which was typed last. */
  const typing = useRef<Element>(null);
  const change = (next: Definition): void => {
    const here = document.activeElement;
    const field = here?.matches('textarea, input:not([type=checkbox])') ? here : null;
    const goesOn = field !== null && field === typing.current;
    typing.current = field;
    setHistory((before) => put(before, next, goesOn));
  };
  const back = (move: (history: History) => History): void => {
    typing.current = null;
    setHistory(move);
  };
  const step = drawn.nodes.find((one) => one.id === selected);
  const isChanged = useMemo(() => !isSame(drawn, kept), [drawn, kept]);
  const resting = useRested(drawn);
  const faults = useQuery({
    queryKey: ['flow-faults', tenantId, id, resting],
    queryFn: () => unwrap(api.POST('/api/v1/flows/{id}/check', { params: { path }, body: { definition: resting as never } })),
    placeholderData: (before) => before ?? { faults: flow.faults },
  });
  const found = faults.data?.faults ?? [];
  const figures = useQuery({
    queryKey: ['flow-figures', tenantId, id, flow.version],
    queryFn: () => unwrap(api.GET('/api/v1/flows/{id}/figures', { params: { path } })),
    enabled: flow.version > 0,
  });
  const counts = new Map(figures.data?.passed.map(({ node, port, passed }) => [`${node} ${port}`, passed]));

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      // In a field the keys are the field's.
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      back(event.shiftKey ? redo : undo);
    };
    if (mayWork) window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [mayWork]);

  const keep = async (revision: number): Promise<Omit<Flow, 'faults'>> => {
    const body = { definition: drawn as never, revision };
    const now = await unwrap(api.PUT('/api/v1/flows/{id}', { params: { path }, body }));
    setKept(drawn);
    changed(now);
    return now;
  };
  const run = (what: 'save' | 'publish' | 'stop') => async (): Promise<void> => {
    setBusy(what);
    try {
      let now: Omit<Flow, 'faults'> = flow;
      if (what !== 'stop' && isChanged) {
        now = await keep(flow.revision);
      }
      if (what === 'publish') now = await unwrap(api.POST('/api/v1/flows/{id}/publish', { params: { path } }));
      if (what === 'stop') now = await unwrap(api.POST('/api/v1/flows/{id}/stop', { params: { path } }));
      changed(now);
      say(() => words(({ save: 'saved', publish: 'published', stop: 'stopped' } as const)[what]));
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'flow_changed') setConflict(true);
      else say(({ explain }) => explain(problem), 'bad');
    } finally {
      setBusy(undefined);
    }
  };
  const exported = (): void => {
    const file = new Blob([JSON.stringify({ format: EXPORT_FORMAT, name: flow.name, definition: drawn }, null, 2)], {
      type: 'application/json',
    });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `${flow.name}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const add = (kind: string): void => {
    if (!kind) return;
    const made = withNode(drawn, kind as NodeKind);
    change(made.flow);
    select(made.id);
  };
  return (
    <>
      <PageHeader
        title={flow.name}
        text={
          <span className="flex flex-wrap items-center gap-3">
            <FlowState state={flow.state} />
            {figures.data && <span>{words('figuresText', { version: flow.version, started: figures.data.started })}</span>}
          </span>
        }
        actions={
          <>
            <Button variant="secondary" onClick={exported}>
              {words('export')}
            </Button>
            {mayWork && flow.state === 'live' && (
              <Button variant="quiet" busy={busy === 'stop'} onClick={() => void run('stop')()}>
                {words('stop')}
              </Button>
            )}
            {mayWork && (
              <>
                <Button variant="secondary" busy={busy === 'save'} disabled={!isChanged} onClick={() => void run('save')()}>
                  {words('save')}
                </Button>
                <Button busy={busy === 'publish'} disabled={found.length > 0} onClick={() => void run('publish')()}>
                  {words('publish')}
                </Button>
              </>
            )}
          </>
        }
      />
      {mayWork && (
        <div className="mb-3 flex flex-wrap items-end gap-3">
          <SelectField
            label={words('add')}
            value=""
            onValue={add}
            options={[['', words('choose')], ...NODE_KINDS.map((kind) => [kind, words(`kind.${kind}`)] as const)]}
          />
          <Button
            variant="secondary"
            size="icon"
            aria-label={words('undo')}
            disabled={history.past.length === 0}
            onClick={() => back(undo)}
          >
            <Undo2 aria-hidden />
          </Button>
          <Button
            variant="secondary"
            size="icon"
            aria-label={words('redo')}
            disabled={history.future.length === 0}
            onClick={() => back(redo)}
          >
            <Redo2 aria-hidden />
          </Button>
          <p className="basis-full text-sm text-muted">{words('canvasHint')}</p>
        </div>
      )}
      <LeaveGuard when={isChanged} title={words('leaveTitle')} text={words('leaveText')} action={words('leave')} />
      {isConflict && (
        <FlowConflict
          onClose={() => setConflict(false)}
          take={again}
          overwrite={async () => {
            const { revision } = await unwrap(api.GET('/api/v1/flows/{id}', { params: { path } }));
            await keep(revision);
            say(() => words('saved'));
          }}
        />
      )}
      <div className="grid gap-4 xl:grid-cols-[2fr_1fr]">
        <div className="grid min-w-0 content-start gap-4">
          <FlowCanvas
            flow={drawn}
            change={mayWork ? change : undefined}
            selected={selected}
            select={select}
            faults={found}
            figures={counts}
            taken={new Set(simulation?.passed.map(({ node, port }) => `${node} ${port}`))}
            here={simulation?.node ?? null}
          />
          <Card title={words('faults')}>
            {found.length === 0 ? (
              <p className="text-muted">{words('noFaults')}</p>
            ) : (
              <ul className="grid gap-2">
                {found.map(({ nodeId, code }, at) => {
                  const wrong = drawn.nodes.find((one) => one.id === nodeId);
                  return (
                    <li key={at} className="flex flex-wrap items-center justify-between gap-2">
                      <span>{words(`fault.${code}` as FlowKey)}</span>
                      {wrong && (
                        <Button variant="ghost" size="small" onClick={() => select(wrong.id)}>
                          {words('show', { name: stepName(wrong, words) })}
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
          </Card>
        </div>
        <div className="grid content-start gap-4">
          {mayWork && (
            <Card title={step ? stepName(step, words) : words('step')}>
              {step ? (
                <StepFields key={step.id} flow={drawn} step={step} change={change} />
              ) : (
                <p className="text-muted">{words('noStep')}</p>
              )}
            </Card>
          )}
          {mayWork && <TriggerFields flow={drawn} change={change} />}
          <Simulator id={id} flow={resting} told={setSimulation} />
        </div>
      </div>
    </>
  );
}

/** The drawing once nobody has changed it for a moment. */
function useRested(drawn: Definition): Definition {
  const [rested, setRested] = useState(drawn);
  useEffect(() => {
    const timer = setTimeout(() => setRested(drawn), CHECK_MS);
    return () => clearTimeout(timer);
  }, [drawn]);
  return rested;
}
