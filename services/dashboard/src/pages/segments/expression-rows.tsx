import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { SelectField, TextField } from '../../components/field';
import {
  CHOICES,
  FIELDS,
  GROUP_KINDS,
  newCondition,
  newGroup,
  OPERATORS,
  withField,
  type Draft,
  type DraftCondition,
  type DraftGroup,
  type GroupKind,
} from './draft';
import { useAttributes } from '../contacts/contact-attributes';
import { useSegmentTexts } from './use-segment-texts';

type Words = ReturnType<typeof useSegmentTexts>;
type Key = Parameters<Words>[0];

/** Groups within groups are as deep as anybody can still read. */
const MAX_DEPTH = 4;
const KINDS: Readonly<Record<GroupKind, Key>> = { all: 'kindAll', any: 'kindAny', not: 'kindNot' };

interface Props<Part> {
  draft: Part;
  change: (draft: Part) => void;
  /** Absent for the outermost group. */
  remove?: () => void;
  depth?: number;
}

/** Conditions one below the other, and groups of them inside of each other. */
export function GroupRows({ draft, change, remove, depth = 1 }: Props<DraftGroup>) {
  const words = useSegmentTexts();
  const put = (id: number, next: Draft | undefined) =>
    change({ ...draft, inside: draft.inside.flatMap((one) => (one.id === id ? (next ?? []) : one)) });
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-lg border border-line p-3">
      <legend className="sr-only">{words(KINDS[draft.kind])}</legend>
      <div className="flex flex-wrap items-end gap-2">
        <SelectField
          className="grow sm:max-w-64"
          label={words('group')}
          value={draft.kind}
          onValue={(kind) => change({ ...draft, kind: kind as GroupKind })}
          options={GROUP_KINDS.map((kind) => [kind, words(KINDS[kind])] as const)}
        />
        {remove && (
          <Button variant="quiet" size="icon" aria-label={words('removeGroup')} onClick={remove}>
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      {draft.inside.map((one) =>
        one.kind === 'condition' ? (
          <ConditionRow key={one.id} draft={one} change={(next) => put(one.id, next)} remove={() => put(one.id, undefined)} />
        ) : (
          <GroupRows
            key={one.id}
            draft={one}
            change={(next) => put(one.id, next)}
            remove={() => put(one.id, undefined)}
            depth={depth + 1}
          />
        ),
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="ghost" size="small" onClick={() => change({ ...draft, inside: [...draft.inside, newCondition()] })}>
          <Plus aria-hidden />
          {words('addCondition')}
        </Button>
        {depth < MAX_DEPTH && (
          <Button variant="ghost" size="small" onClick={() => change({ ...draft, inside: [...draft.inside, newGroup('any')] })}>
            <Plus aria-hidden />
            {words('addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

function ConditionRow({ draft, change, remove }: Props<DraftCondition>) {
  const words = useSegmentTexts();
  const attributes = useAttributes().data?.items ?? [];
  const { field, attribute, op, value } = draft;
  return (
    <div className="flex flex-wrap items-start gap-2 rounded-lg bg-raised/50 p-2">
      <SelectField
        className="min-w-40 grow basis-40"
        label={words('field')}
        value={field}
        onValue={(next) => change(withField(draft, next))}
        options={FIELDS.map((each) => [each, words(`field.${each}` as Key)] as const)}
      />
      {field === 'attributes' && (
        <TextField
          className="min-w-32 grow basis-32"
          label={words('attribute')}
          value={attribute}
          onValue={(next) => change({ ...draft, attribute: next })}
          maxLength={60}
          list={`attributes-${draft.id}`}
        />
      )}
      <datalist id={`attributes-${draft.id}`}>
        {attributes.map(({ key, name }) => (
          <option key={key} value={key} label={name} />
        ))}
      </datalist>
      <SelectField
        className="min-w-36 grow basis-36"
        label={words('operator')}
        value={op}
        onValue={(next) => change({ ...draft, op: next, value: next === 'exists' ? 'true' : op === 'exists' ? '' : value })}
        options={OPERATORS[field]!.map((each) => [each, words(`op.${each}` as Key)] as const)}
      />
      <ValueField draft={draft} change={change} words={words} />
      <Button variant="quiet" size="icon" className="sm:mt-6" aria-label={words('removeCondition')} onClick={remove}>
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}

function ValueField({ draft, change, words }: { draft: DraftCondition; change: (draft: DraftCondition) => void; words: Words }) {
  const { field, op, value } = draft;
  const choices: readonly (readonly [string, string])[] | undefined =
    op === 'exists'
      ? [
          ['true', words('yes')],
          ['false', words('no')],
        ]
      : op === 'in'
        ? undefined
        : CHOICES[field]?.map((each) => [each, each] as const);
  const wiring = {
    className: 'min-w-32 grow basis-32',
    label: words('value'),
    value,
    onValue: (next: string) => change({ ...draft, value: next }),
  };
  if (choices) return <SelectField {...wiring} options={choices} />;
  const hint =
    op === 'in'
      ? words('hintIn')
      : op === 'within'
        ? words('hintWithin')
        : op === 'gt' || op === 'lt'
          ? words(field === 'attributes' ? 'hintBound' : 'hintTime')
          : field === 'country'
            ? words('hintCountry')
            : undefined;
  return <TextField {...wiring} {...(hint ? { hint } : {})} maxLength={1_000} />;
}
