import { SelectField } from '../../components/field';
import { Card } from '../../components/layout';
import { FLOW_EVENTS, type Definition, type FlowHappening, type Trigger } from './flow-draft';
import { ListField } from './list-field';
import { stepName } from './step-fields';
import { useFlowTexts } from './use-flow-texts';

/** What begins a flow, and with which step. */
export function TriggerFields({ flow, change }: { flow: Definition; change: (flow: Definition) => void }) {
  const words = useFlowTexts();
  const keyword = flow.triggers.find((one) => one.kind === 'keyword');
  const button = flow.triggers.find((one) => one.kind === 'button');
  const tags = flow.triggers.find((one) => one.kind === 'tag')?.tags ?? [];
  const events = flow.triggers.find((one) => one.kind === 'event')?.events ?? [];
  const first = flow.triggers.some((one) => one.kind === 'first_message');
  const put = (kind: Trigger['kind'], next: Trigger | undefined) =>
    change({ ...flow, triggers: [...flow.triggers.filter((one) => one.kind !== kind), ...(next ? [next] : [])] });
  const setEvent = (event: FlowHappening, isOn: boolean) => {
    const next = FLOW_EVENTS.filter((one) => (one === event ? isOn : events.includes(one)));
    put('event', next.length > 0 ? { kind: 'event', events: next } : undefined);
  };
  const setWords = (list: string[], match = keyword?.match ?? 'whole') =>
    put('keyword', list.length > 0 ? { kind: 'keyword', words: list, match } : undefined);
  return (
    <Card title={words('triggers')}>
      <div className="grid gap-4">
        <ListField label={words('keywords')} hint={words('keywordsHint')} list={keyword?.words ?? []} put={(list) => setWords(list)} />
        {keyword && (
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4"
              checked={keyword.match === 'contains'}
              onChange={(event) => setWords(keyword.words, event.target.checked ? 'contains' : 'whole')}
            />
            {words('contains')}
          </label>
        )}
        <ListField
          label={words('buttons')}
          hint={words('commas')}
          list={button?.titles ?? []}
          put={(titles) => put('button', titles.length > 0 ? { kind: 'button', titles } : undefined)}
        />
        <label className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="size-4"
            checked={first}
            onChange={(event) => put('first_message', event.target.checked ? { kind: 'first_message' } : undefined)}
          />
          {words('firstMessage')}
        </label>
        <ListField
          label={words('tagTrigger')}
          hint={words('commas')}
          list={tags}
          put={(list) => put('tag', list.length > 0 ? { kind: 'tag', tags: list } : undefined)}
        />
        {FLOW_EVENTS.map((event) => (
          <label key={event} className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="size-4"
              checked={events.includes(event)}
              onChange={({ target }) => setEvent(event, target.checked)}
            />
            {words(`event.${event}`)}
          </label>
        ))}
        {(tags.length > 0 || events.length > 0) && <p className="text-sm text-muted">{words('eventHint')}</p>}
        <SelectField
          label={words('startsAt')}
          value={flow.start ?? ''}
          onValue={(start) => change({ ...flow, start: start || null })}
          options={[['', words('choose')], ...flow.nodes.map((step) => [step.id, stepName(step, words)] as const)]}
        />
        <p className="text-sm text-muted">{words('apiTrigger')}</p>
      </div>
    </Card>
  );
}
