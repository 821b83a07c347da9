import { useWords } from '../../i18n/i18n';
import type { MacroAction } from '../data/contract';
import { useLabels, useNames, useTeams } from '../data/use-inbox-data';

/** A step of a macro in a few words. */
export function useStepText(): (action: MacroAction) => string {
  const { t, number } = useWords();
  const [labels, teams, names] = [useLabels(), useTeams(), useNames()];
  const nameOf = (rows: readonly { id: string; name: string }[], id: string) => rows.find((row) => row.id === id)?.name ?? '…';
  return (action) => {
    switch (action.kind) {
      case 'reply':
        return t('macros.does.reply', { text: action.text ?? '' });
      case 'label':
        return [
          ...(action.addLabelIds ?? []).map((id) => t('macros.does.addLabel', { name: nameOf(labels, id) })),
          ...(action.removeLabelIds ?? []).map((id) => t('macros.does.removeLabel', { name: nameOf(labels, id) })),
        ].join(', ');
      case 'assign':
        return t('macros.does.assign', { name: action.teamId ? nameOf(teams, action.teamId) : (names(action.userId) ?? '…') });
      case 'priority':
        return t('inbox.priorityIs', { priority: t(`priority.${action.priority ?? 'normal'}`) });
      case 'snooze':
        return t('macros.does.snooze', { hours: number((action.minutes ?? 0) / 60) });
      case 'close':
        return t('action.close');
    }
  };
}
