import { Background, Controls, ReactFlow, type Connection, type Edge, type NodeChange } from '@xyflow/react';
import { useEffect, useMemo, useState } from 'react';
import { changeNode, joinPort, removeNodes, type Definition, type Fault } from './flow-draft';
import './flow-canvas.css';
import { NodeCard, summaryOf, type CardNode } from './node-card';
import { useFlowTexts } from './use-flow-texts';

const NODE_TYPES = { step: NodeCard };

interface Props {
  flow: Definition;
  /** Absent for whoever may only look. */
  change?: ((flow: Definition) => void) | undefined;
  selected: string | null;
  select: (id: string | null) => void;
  faults: readonly Fault[];
  /** How many took each way, by node and port. */
  figures: ReadonlyMap<string, number>;
  /** The ways that the simulation took, and where it stands. */
  taken: ReadonlySet<string>;
  here: string | null;
}

const edgeId = (from: string, port: string): string => `${from} ${port}`;

/** The drawing: steps that are moved, joined and removed by pointer or keyboard. */
export function FlowCanvas({ flow, change, selected, select, faults, figures, taken, here }: Props) {
  const words = useFlowTexts();
  /** While a step is dragged, and what has been measured: only where it is let go is a change of the flow. */
  const [moved, setMoved] = useState<ReadonlyMap<string, { x: number; y: number }>>(new Map());
  const [sizes, setSizes] = useState<ReadonlyMap<string, { width: number; height: number }>>(new Map());
  const [line, setLine] = useState<string | null>(null);
  useEffect(() => setMoved(new Map()), [flow]);
  const wrong = useMemo(() => new Set(faults.map(({ nodeId }) => nodeId)), [faults]);
  const nodes: CardNode[] = flow.nodes.map((step) => ({
    id: step.id,
    type: 'step',
    position: moved.get(step.id) ?? { x: step.x, y: step.y },
    selected: step.id === selected,
    ariaLabel: `${words(`kind.${step.kind}`)}: ${summaryOf(step)}`,
    data: { step, isStart: flow.start === step.id, isWrong: wrong.has(step.id), isHere: here === step.id },
    ...(sizes.has(step.id) ? { measured: sizes.get(step.id)! } : {}),
  }));
  const edges: Edge[] = flow.edges.map(({ from, port, to }) => {
    const id = edgeId(from, port);
    const count = figures.get(id);
    return {
      id,
      source: from,
      sourceHandle: port,
      target: to,
      selected: id === line,
      className: taken.has(id) ? 'taken' : '',
      ...(count === undefined ? {} : { label: String(count) }),
    };
  });
  const onNodes = (changes: NodeChange<CardNode>[]): void => {
    // A step that is chosen comes with the one that is so no more, in either order.
    const chosen = changes.find((one) => one.type === 'select' && one.selected);
    if (chosen?.type === 'select') select(chosen.id);
    else if (changes.some((one) => one.type === 'select' && one.id === selected)) select(null);
    for (const one of changes) {
      if (one.type === 'dimensions' && one.dimensions) {
        const { dimensions } = one;
        setSizes((before) => new Map(before).set(one.id, dimensions));
      } else if (one.type === 'position' && one.position && change) {
        const { position } = one;
        const step = flow.nodes.find(({ id }) => id === one.id);
        if (one.dragging) setMoved((before) => new Map(before).set(one.id, position));
        else if (step && (step.x !== position.x || step.y !== position.y))
          change(changeNode(flow, { ...step, x: Math.round(position.x), y: Math.round(position.y) }));
      }
    }
  };
  const onConnect = ({ source, sourceHandle, target }: Connection): void =>
    change?.(joinPort(flow, source, sourceHandle ?? 'next', target));
  return (
    <div className="flow-canvas h-[60dvh] min-h-80 rounded-lg border border-line bg-canvas lg:h-[70dvh]">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={onNodes}
        onEdgesChange={(changes) => changes.forEach((one) => one.type === 'select' && setLine(one.selected ? one.id : null))}
        onConnect={onConnect}
        onDelete={({ nodes: goneNodes, edges: goneEdges }) => {
          if (!change) return;
          const without = goneEdges.reduce((rest, { source, sourceHandle }) => joinPort(rest, source, sourceHandle ?? 'next', null), flow);
          change(
            removeNodes(
              without,
              goneNodes.map(({ id }) => id),
            ),
          );
        }}
        onPaneClick={() => select(null)}
        nodesDraggable={change !== undefined}
        nodesConnectable={change !== undefined}
        deleteKeyCode={change ? ['Delete', 'Backspace'] : null}
        fitView
        fitViewOptions={{ maxZoom: 1, padding: 0.15 }}
        minZoom={0.2}
        proOptions={{ hideAttribution: true }}
        aria-label={words('canvas')}
      >
        <Background gap={24} color="var(--line)" />
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  );
}
