import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField, TextArea, TextField } from '../../components/field';
import { useTenantId } from '../../session/session-context';
import { BranchFields } from './branch-fields';
import { CallFields } from './call-fields';
import { DelayFields } from './delay-fields';
import { joinPort, portsOf, removeNodes, changeNode, type Definition, type FlowNode } from './flow-draft';
import { ListField } from './list-field';
import { portName, summaryOf } from './node-card';
import { QuestionFields } from './question-fields';
import { useFlowTexts, type FlowWords } from './use-flow-texts';

const MEDIA = ['text', 'image', 'video', 'document'] as const;

/** Steps by what they say, for whoever chooses one from a list. */
export const stepName = (step: FlowNode, words: FlowWords): string =>
  [words(`kind.${step.kind}`), summaryOf(step).slice(0, 40)].filter(Boolean).join(': ');

interface Props {
  flow: Definition;
  step: FlowNode;
  change: (flow: Definition) => void;
}

/** One step: what it does, and where each of its ways leads. */
export function StepFields({ flow, step, change }: Props) {
  const words = useFlowTexts();
  const put = (next: FlowNode) => change(changeNode(flow, next));
  const others = flow.nodes.filter(({ id }) => id !== step.id).map((one) => [one.id, stepName(one, words)] as const);
  return (
    <div className="grid gap-4">
      <KindFields step={step} put={put} />
      {portsOf(step).map((port) => (
        <SelectField
          key={port}
          label={portName(step, port, words)}
          value={flow.edges.find((edge) => edge.from === step.id && edge.port === port)?.to ?? ''}
          onValue={(to) => change(joinPort(flow, step.id, port, to || null))}
          options={[['', words('nothing')], ...others]}
        />
      ))}
      <div>
        <Button variant="ghost" size="small" onClick={() => change(removeNodes(flow, [step.id]))}>
          <Trash2 aria-hidden />
          {words('removeStep')}
        </Button>
      </div>
    </div>
  );
}

function KindFields({ step, put }: { step: FlowNode; put: (step: FlowNode) => void }) {
  const words = useFlowTexts();
  switch (step.kind) {
    case 'message':
      return <MessageFields step={step} put={put} />;
    case 'question':
      return <QuestionFields step={step} change={put} />;
    case 'branch':
      return <BranchFields key={step.id} step={step} change={put} />;
    case 'set':
      return (
        <>
          <TextField
            label={words('attribute')}
            maxLength={60}
            value={step.attribute}
            onValue={(attribute) => put({ ...step, attribute })}
          />
          <TextField label={words('value')} hint={words('messageHint')} value={step.value} onValue={(value) => put({ ...step, value })} />
        </>
      );
    case 'tag':
      return (
        <>
          <TagsField key={`${step.id}+`} label={words('addTags')} tags={step.add} put={(add) => put({ ...step, add })} />
          <TagsField key={`${step.id}-`} label={words('removeTags')} tags={step.remove} put={(remove) => put({ ...step, remove })} />
        </>
      );
    case 'call':
      return <CallFields step={step} change={put} />;
    case 'wait':
      return <DelayFields delay={step.delay} change={(delay) => put({ ...step, delay })} />;
    case 'handoff':
      return (
        <TextArea label={words('handoffText')} rows={3} value={step.text ?? ''} onValue={(text) => put({ ...step, text: text || null })} />
      );
    case 'goto':
      return <GotoField step={step} put={put} />;
    default:
      return null;
  }
}

function MessageFields({ step, put }: { step: Extract<FlowNode, { kind: 'message' }>; put: (step: FlowNode) => void }) {
  const words = useFlowTexts();
  const { type } = step.message;
  if (!(MEDIA as readonly string[]).includes(type)) return <p className="text-sm text-muted">{words('otherMessage')}</p>;
  const media = (step.message[type] ?? {}) as { link?: string; caption?: string };
  const setMedia = (part: object) => put({ ...step, message: { type, [type]: { ...media, ...part } } });
  return (
    <>
      <SelectField
        label={words('messageType')}
        value={type}
        onValue={(next) => put({ ...step, message: next === 'text' ? { type: 'text', text: '' } : { type: next, [next]: { link: '' } } })}
        options={MEDIA.map((each) => [each, words(`type.${each}`)] as const)}
      />
      {type === 'text' ? (
        <TextArea
          label={words('messageText')}
          hint={words('messageHint')}
          rows={4}
          maxLength={4_096}
          value={typeof step.message.text === 'string' ? step.message.text : ''}
          onValue={(text) => put({ ...step, message: { type: 'text', text } })}
        />
      ) : (
        <>
          <TextField label={words('link')} type="url" value={media.link ?? ''} onValue={(link) => setMedia({ link })} />
          <TextField
            label={words('caption')}
            maxLength={1_024}
            value={media.caption ?? ''}
            onValue={(caption) => setMedia({ caption: caption || undefined })}
          />
        </>
      )}
    </>
  );
}

function TagsField({ label, tags, put }: { label: string; tags: readonly string[]; put: (tags: string[]) => void }) {
  const words = useFlowTexts();
  return <ListField label={label} hint={words('commas')} list={tags} put={put} />;
}

function GotoField({ step, put }: { step: Extract<FlowNode, { kind: 'goto' }>; put: (step: FlowNode) => void }) {
  const words = useFlowTexts();
  const tenantId = useTenantId();
  const flows = useQuery({ queryKey: ['flows', tenantId], queryFn: () => unwrap(api.GET('/api/v1/flows')) });
  const options = flows.data?.items.map(({ id, name }) => [id, name] as const) ?? [];
  return (
    <SelectField
      label={words('flow')}
      value={step.flowId}
      onValue={(flowId) => put({ ...step, flowId })}
      options={[['', words('choose')], ...options]}
    />
  );
}
