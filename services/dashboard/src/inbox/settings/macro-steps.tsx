import { ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button } from '../../components/button';
import { SelectField, TextArea, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import { MACRO_KINDS, PRIORITIES, type MacroAction, type Priority } from '../data/contract';
import { useLabels, useMembers, useTeams } from '../data/use-inbox-data';

const MOST = 10;
const MINUTES_A_DAY = 1_440;

interface Props {
  actions: readonly MacroAction[];
  onActions: (actions: readonly MacroAction[]) => void;
}

/** The steps of a macro in their order, each with what it needs. */
export function MacroSteps({ actions, onActions }: Props) {
  const { t } = useWords();
  const empty = useEmptySteps();
  const change = (index: number, action: MacroAction) => onActions(actions.with(index, action));
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium">{t('macros.steps')}</legend>
      <ol className="grid gap-3">
        {actions.map((action, index) => (
          // Steps have no other name than their place.
          <li key={index} className="grid gap-3 rounded-lg border border-line p-3">
            <div className="flex items-end gap-1.5">
              <SelectField
                className="grow"
                label={t('macros.step', { number: index + 1 })}
                value={action.kind}
                onValue={(kind) => change(index, empty[kind as MacroAction['kind']])}
                options={MACRO_KINDS.map((kind) => [kind, t(`macros.kind.${kind}`)] as const)}
              />
              {index > 0 && (
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t('macros.up', { number: index + 1 })}
                  title={t('macros.up', { number: index + 1 })}
                  onClick={() => onActions(actions.toSpliced(index - 1, 2, action, actions[index - 1]!))}
                >
                  <ArrowUp aria-hidden />
                </Button>
              )}
              {actions.length > 1 && (
                <Button
                  variant="ghost"
                  size="icon"
                  aria-label={t('macros.removeStep', { number: index + 1 })}
                  title={t('macros.removeStep', { number: index + 1 })}
                  onClick={() => onActions(actions.toSpliced(index, 1))}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </div>
            <Needs action={action} onAction={(next) => change(index, next)} />
          </li>
        ))}
      </ol>
      {actions.length < MOST && (
        <Button variant="secondary" size="small" className="justify-self-start" onClick={() => onActions([...actions, empty.close])}>
          <Plus aria-hidden />
          {t('macros.addStep')}
        </Button>
      )}
    </fieldset>
  );
}

/** What a step begins with: the first of what there is to choose. */
function useEmptySteps(): Record<MacroAction['kind'], MacroAction> {
  const [labels, members, teams] = [useLabels(), useAnswering(), useTeams()];
  const [label, person, team] = [labels[0], members[0], teams[0]];
  return {
    reply: { kind: 'reply', text: '' },
    label: { kind: 'label', addLabelIds: label ? [label.id] : [], removeLabelIds: [] },
    assign: { kind: 'assign', ...(person ? { userId: person.id } : team ? { teamId: team.id } : {}) },
    priority: { kind: 'priority', priority: 'high' },
    snooze: { kind: 'snooze', minutes: MINUTES_A_DAY },
    close: { kind: 'close' },
  };
}

const useAnswering = () => useMembers().filter(({ role }) => role !== 'viewer');

function Needs({ action, onAction }: { action: MacroAction; onAction: (action: MacroAction) => void }) {
  const { t } = useWords();
  const [labels, members, teams] = [useLabels(), useAnswering(), useTeams()];
  switch (action.kind) {
    case 'reply':
      return (
        <TextArea
          label={t('canned.reply')}
          hint={t('canned.replyHint', { contact: '{{contact.name}}', agent: '{{agent.name}}' })}
          rows={3}
          maxLength={4_096}
          value={action.text ?? ''}
          onValue={(text) => onAction({ ...action, text })}
        />
      );
    case 'label': {
      const isRemoved = (action.removeLabelIds ?? []).length > 0;
      const chosen = (isRemoved ? action.removeLabelIds : action.addLabelIds)?.[0] ?? '';
      const put = (removes: boolean, id: string) =>
        onAction({ kind: 'label', addLabelIds: removes || !id ? [] : [id], removeLabelIds: removes && id ? [id] : [] });
      if (labels.length === 0) return <p className="text-sm text-muted">{t('labels.noneYet')}</p>;
      return (
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label={t('bulk.labelMode')}
            value={isRemoved ? 'remove' : 'add'}
            onValue={(mode) => put(mode === 'remove', chosen)}
            options={[
              ['add', t('macros.addLabel')],
              ['remove', t('macros.removeLabel')],
            ]}
          />
          <SelectField
            label={t('inbox.labels')}
            value={chosen}
            onValue={(id) => put(isRemoved, id)}
            options={labels.map(({ id, name }) => [id, name] as const)}
          />
        </div>
      );
    }
    case 'assign':
      return (
        <SelectField
          label={t('macros.assignTo')}
          value={action.teamId ? `team ${action.teamId}` : `user ${action.userId ?? ''}`}
          onValue={(value) => {
            const [kind, id = ''] = value.split(' ');
            onAction(kind === 'team' ? { kind: 'assign', teamId: id } : { kind: 'assign', userId: id });
          }}
          options={[
            ...members.map(({ id, name }) => [`user ${id}`, name] as const),
            ...teams.map(({ id, name }) => [`team ${id}`, t('macros.team', { name })] as const),
          ]}
        />
      );
    case 'priority':
      return (
        <SelectField
          label={t('inbox.priority')}
          value={action.priority ?? 'normal'}
          onValue={(priority) => onAction({ kind: 'priority', priority: priority as Priority })}
          options={[...PRIORITIES].reverse().map((priority) => [priority, t(`priority.${priority}`)] as const)}
        />
      );
    case 'snooze':
      return (
        <TextField
          label={t('macros.hours')}
          type="number"
          inputMode="decimal"
          min={0.25}
          max={8_760}
          step={0.25}
          value={String((action.minutes ?? 0) / 60)}
          onValue={(hours) => onAction({ kind: 'snooze', minutes: Math.round(Number(hours) * 60) })}
        />
      );
    case 'close':
      return null;
  }
}
