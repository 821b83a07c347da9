import { useQuery } from '@tanstack/react-query';
import { Clock, RotateCcw, Send } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { TextArea, TextField } from '../../components/field';
import { Card } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import { useTenantId } from '../../session/session-context';
import type { Definition } from './flow-draft';
import { useFlowTexts, type FlowKey, type FlowWords } from './use-flow-texts';

type Simulation = Schemas['FlowSimulationDto'];
type Event = Schemas['SimulatedEventBody'];
type Effect = {
  kind: string;
  name?: string;
  value?: unknown;
  request?: { method: string; url: string; body: string };
  message?: { type: string; text?: string; interactive?: { body: string; buttons?: Titled[]; sections?: { rows: Titled[] }[] } };
};
interface Titled {
  id: string;
  title: string;
}

const START: Event[] = [{ kind: 'start' }];

/** A phone beside the drawing: the flow as it is drawn answers, by the interpreter that runs it with customers. */
export function Simulator({ id, flow, told }: { id: string; flow: Definition; told: (simulation: Simulation | undefined) => void }) {
  const words = useFlowTexts();
  const { date } = useWords();
  const tenantId = useTenantId();
  const [events, setEvents] = useState<Event[]>(START);
  const [typed, setTyped] = useState('');
  const [called, setCalled] = useState('{}');
  const list = useRef<HTMLUListElement>(null);
  const simulation = useQuery({
    queryKey: ['flow-simulation', tenantId, id, flow, events],
    queryFn: () =>
      unwrap(
        api.POST('/api/v1/flows/{id}/simulate', {
          params: { path: { id } },
          body: {
            definition: flow as unknown as Record<string, unknown>,
            events,
            contact: { name: 'Rosa Quispe', phone: '51987654321', language: 'es' },
          },
        }),
      ),
    placeholderData: (before) => before,
    enabled: flow.start !== null,
  });
  const { data } = simulation;
  useEffect(() => {
    told(data);
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [data, told]);
  const say = (text: string) => {
    if (text.trim() === '') return;
    setEvents([...events, { kind: 'message', text }]);
    setTyped('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    say(typed);
  };
  const choices = data?.waitsFor === 'answer' ? choicesOf(data) : [];
  return (
    <Card title={words('simulator')}>
      <div className="grid gap-3">
        <p className="text-sm text-muted">{words('simulatorText')}</p>
        {simulation.isError && <ProblemNote problem={simulation.error} />}
        <ul
          ref={list}
          className="grid max-h-96 min-h-32 content-start gap-2 overflow-y-auto rounded-lg bg-raised p-3"
          aria-live="polite"
          tabIndex={0}
          aria-label={words('simulator')}
        >
          {data?.entries.map((entry, index) => (
            <Entry key={index} entry={entry} words={words} date={date} />
          ))}
          {data?.waitsFor === 'time' && data.dueAt && <Note>{words('waits.time', { at: date(data.dueAt) })}</Note>}
          {data?.ended && <Note>{words(endedKey(data.ended))}</Note>}
        </ul>
        {choices.length > 0 && (
          <div className="flex flex-wrap gap-2">
            {choices.map((title) => (
              <Button key={title} variant="ghost" size="small" onClick={() => say(title)}>
                {title}
              </Button>
            ))}
          </div>
        )}
        {data?.waitsFor === 'call' && <CallAnswer typed={called} onType={setCalled} put={(event) => setEvents([...events, event])} />}
        {data && !data.ended && data.waitsFor !== 'call' && (
          <form className="flex items-end gap-2" onSubmit={submit}>
            <TextField className="grow" label={words('write')} value={typed} onValue={setTyped} autoComplete="off" />
            <Button type="submit" size="icon" aria-label={words('send')}>
              <Send aria-hidden />
            </Button>
          </form>
        )}
        <div className="flex flex-wrap gap-2">
          {data?.dueAt && data.waitsFor !== 'call' && (
            <Button variant="ghost" size="small" onClick={() => setEvents([...events, { kind: 'due' }])}>
              <Clock aria-hidden />
              {words('skipWait')}
            </Button>
          )}
          <Button variant="ghost" size="small" onClick={() => setEvents(START)}>
            <RotateCcw aria-hidden />
            {words('restart')}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** What the other system would answer. */
function CallAnswer({ typed, onType, put }: { typed: string; onType: (typed: string) => void; put: (event: Event) => void }) {
  const words = useFlowTexts();
  const answer = readObject(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (answer) put({ kind: 'called', answer });
  };
  return (
    <form className="grid gap-2" onSubmit={submit}>
      <TextArea label={words('callAnswer')} hint={words('callAnswerHint')} rows={3} value={typed} onValue={onType} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" disabled={!answer}>
          {words('callAnswers')}
        </Button>
        <Button variant="secondary" size="small" onClick={() => put({ kind: 'called' })}>
          {words('callFails')}
        </Button>
      </div>
    </form>
  );
}

function readObject(typed: string): Record<string, unknown> | undefined {
  try {
    const read = JSON.parse(typed) as unknown;
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const endedKey = (reason: string): FlowKey =>
  reason === 'end' || reason === 'handed_over' || reason === 'to_bot' || reason === 'no_answer' ? `ended.${reason}` : 'ended.other';

/** What the last question offers. */
function choicesOf({ entries }: Simulation): string[] {
  const last = entries.findLast(({ by, effect }) => by === 'flow' && (effect as Effect).kind === 'send')?.effect as Effect | undefined;
  const { buttons = [], sections = [] } = last?.message?.interactive ?? { body: '' };
  return [...buttons, ...sections.flatMap(({ rows }) => rows)].map(({ title }) => title);
}

const Note = ({ children }: { children: string }) => <li className="text-center text-xs text-muted">{children}</li>;

function Entry({ entry, words, date }: { entry: Simulation['entries'][number]; words: FlowWords; date: (at: string) => string }) {
  if (entry.by === 'time') return <Note>{words('entry.time', { at: date(entry.at!) })}</Note>;
  const effect = entry.effect as Effect | undefined;
  if (effect?.request) {
    const { method, url, body } = effect.request;
    return (
      <li className="rounded-lg border border-line bg-surface px-3 py-2 font-mono text-xs break-all whitespace-pre-wrap">
        {[`${method} ${url}`, body].filter(Boolean).join('\n')}
      </li>
    );
  }
  if (effect && effect.kind !== 'send') {
    return <Note>{words(`entry.${effect.kind}` as FlowKey, { name: effect.name ?? '', value: String(effect.value ?? '') })}</Note>;
  }
  const { message } = effect ?? {};
  const text = message ? (message.text ?? message.interactive?.body ?? words('entry.media', { type: message.type })) : entry.text;
  return (
    <li
      className={cn(
        'max-w-[85%] rounded-lg px-3 py-2 text-sm whitespace-pre-wrap break-words',
        message ? 'justify-self-start bg-surface' : 'justify-self-end bg-brand-soft text-brand-ink',
      )}
    >
      <bdi>{text}</bdi>
    </li>
  );
}
