import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import {
  Bot,
  CircleCheck,
  CircleHelp,
  Clock,
  CornerUpRight,
  GitBranch,
  MessageSquare,
  PencilLine,
  Plug,
  Tag,
  TriangleAlert,
  User,
  type LucideIcon,
} from 'lucide-react';
import { cn } from '../../components/cn';
import { portsOf, type FlowNode, type NodeKind } from './flow-draft';
import { useFlowTexts, type FlowKey, type FlowWords } from './use-flow-texts';

export const ICONS: Readonly<Record<NodeKind, LucideIcon>> = {
  message: MessageSquare,
  question: CircleHelp,
  branch: GitBranch,
  set: PencilLine,
  tag: Tag,
  wait: Clock,
  call: Plug,
  answer: Bot,
  handoff: User,
  goto: CornerUpRight,
  end: CircleCheck,
};

export type CardNode = Node<{ step: FlowNode; isStart: boolean; isWrong: boolean; isHere: boolean }, 'step'>;

/** What a step is about, in a few words. */
export function summaryOf(step: FlowNode): string {
  switch (step.kind) {
    case 'message':
      return typeof step.message.text === 'string' ? step.message.text : step.message.type;
    case 'question':
      return step.text;
    case 'set':
      return `${step.attribute} = ${step.value}`;
    case 'tag':
      return [...step.add.map((tag) => `+ ${tag}`), ...step.remove.map((tag) => `− ${tag}`)].join(', ');
    case 'wait':
      return 'at' in step.delay ? step.delay.at : `${step.delay.amount} ${step.delay.unit}`;
    case 'call':
      return step.url.replace(/^https?:\/\//, '');
    case 'handoff':
      return step.text ?? '';
    default:
      return '';
  }
}

export function portName(step: FlowNode, port: string, words: FlowWords): string {
  const [kind, id] = port.split(':') as [string, string?];
  if (kind === 'choice' && step.kind === 'question') return step.choices.find((choice) => choice.id === id)?.title || '…';
  if (kind === 'case' && step.kind === 'branch') {
    const index = step.cases.findIndex((one) => one.id === id);
    return step.cases[index]?.name || words('case', { n: index + 1 });
  }
  return words(`port.${kind}` as FlowKey);
}

/** A step on the canvas: lines come in at its left, and leave it at its right. */
export function NodeCard({ data: { step, isStart, isWrong, isHere }, selected }: NodeProps<CardNode>) {
  const words = useFlowTexts();
  const Icon = ICONS[step.kind];
  const ports = portsOf(step);
  return (
    <div
      className={cn(
        'w-56 rounded-lg border bg-surface text-left text-sm text-ink shadow-sm',
        isWrong ? 'border-bad' : 'border-line',
        selected && 'ring-2 ring-brand',
        isHere && 'ring-2 ring-accent',
      )}
    >
      <Handle type="target" position={Position.Left} className="flow-handle" />
      <div className="flex items-center gap-2 border-b border-line px-3 py-2 font-medium">
        <Icon className="size-4 shrink-0 text-brand-ink" aria-hidden />
        <span className="min-w-0 grow truncate">{words(`kind.${step.kind}`)}</span>
        {isStart && <span className="rounded bg-brand-soft px-1.5 text-xs text-brand-ink">{words('start')}</span>}
        {isWrong && <TriangleAlert className="size-4 shrink-0 text-bad" aria-hidden />}
      </div>
      {summaryOf(step) && <p className="line-clamp-2 px-3 py-2 text-muted">{summaryOf(step)}</p>}
      <ul className="pb-1">
        {ports.map((port) => (
          <li key={port} className="relative px-3 py-1 text-right text-xs">
            <span className="line-clamp-1">{portName(step, port, words)}</span>
            <Handle type="source" id={port} position={Position.Right} className="flow-handle" />
          </li>
        ))}
      </ul>
    </div>
  );
}
