import { Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { fromExpression, newGroup, toExpression, type DraftGroup } from '../segments/draft';
import { GroupRows } from '../segments/expression-rows';
import { freeId, isSame, type Case, type FlowNode } from './flow-draft';
import { useFlowTexts } from './use-flow-texts';

type Branch = Extract<FlowNode, { kind: 'branch' }>;

/** Ways by conditions as of segments: the first that fits is taken. */
export function BranchFields({ step, change }: { step: Branch; change: (step: Branch) => void }) {
  const words = useFlowTexts();
  const put = (id: string, next: Case | undefined) =>
    change({ ...step, cases: step.cases.flatMap((one) => (one.id === id ? (next ?? []) : one)) });
  const add = (): void => {
    const id = freeId(
      step.cases.map((one) => one.id),
      'case',
    );
    change({ ...step, cases: [...step.cases, { id, name: '', condition: { all: [] } }] });
  };
  return (
    <div className="grid gap-4">
      {step.cases.map((one, index) => (
        <div key={one.id} className="grid gap-2">
          <div className="flex items-end gap-2">
            <TextField
              className="grow"
              label={words('caseName', { n: index + 1 })}
              maxLength={60}
              value={one.name}
              onValue={(name) => put(one.id, { ...one, name })}
            />
            {step.cases.length > 1 && (
              <Button variant="quiet" size="icon" aria-label={words('removeCase', { n: index + 1 })} onClick={() => put(one.id, undefined)}>
                <Trash2 aria-hidden />
              </Button>
            )}
          </div>
          <ConditionRows one={one} change={(condition) => put(one.id, { ...one, condition })} />
        </div>
      ))}
      {step.cases.length < 10 && (
        <Button variant="ghost" size="small" onClick={add}>
          <Plus aria-hidden />
          {words('addCase')}
        </Button>
      )}
    </div>
  );
}

/** What is being typed is kept here until it is complete. */
function ConditionRows({ one, change }: { one: Case; change: (condition: Record<string, unknown>) => void }) {
  const [draft, setDraft] = useState<DraftGroup>();
  const kept = useMemo(() => groupOf(one.condition), [one.condition]);
  // Undone, the condition is another one than what was typed.
  const shown = draft && isSame(conditionOf(draft), one.condition) ? draft : kept;
  return (
    <GroupRows
      draft={shown}
      change={(next) => {
        setDraft(next);
        change(conditionOf(next));
      }}
    />
  );
}

/** What is not complete yet fits nobody, and the check says so. */
const conditionOf = (draft: DraftGroup): Record<string, unknown> => toExpression(draft) ?? { all: [{}] };

function groupOf(condition: Record<string, unknown>): DraftGroup {
  const inside = (condition as { all?: unknown[] }).all;
  if (inside && (inside.length === 0 || JSON.stringify(inside) === '[{}]')) return newGroup();
  const draft = fromExpression(condition);
  return draft.kind === 'condition' ? newGroup('all', [draft]) : draft;
}
