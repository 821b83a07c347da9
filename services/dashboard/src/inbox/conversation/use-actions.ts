import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem, toProblem } from '../../api/problem';
import { useToast } from '../../components/toast';
import { useWords, type Key } from '../../i18n/i18n';
import type { Conversation, Priority } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { inbox, type AssignTo } from '../data/requests';
import { useNames } from '../data/use-inbox-data';

export type Action =
  | { kind: 'take' | 'release' | 'close' | 'reopen' | 'wake' }
  | { kind: 'snooze'; until: string }
  | { kind: 'assign'; to: AssignTo }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'team'; teamId: string | null }
  | { kind: 'labels'; labelIds: string[] };

function run(id: string, action: Action): Promise<Conversation> {
  switch (action.kind) {
    case 'take':
      return inbox.takeOver(id);
    case 'release':
      return inbox.release(id);
    case 'close':
      return inbox.close(id);
    case 'reopen':
    case 'wake':
      return inbox.reopen(id);
    case 'snooze':
      return inbox.snooze(id, action.until);
    case 'assign':
      return inbox.assign(id, action.to);
    case 'priority':
      return inbox.change(id, { priority: action.priority });
    case 'team':
      return inbox.change(id, { teamId: action.teamId });
    case 'labels':
      return inbox.label(id, action.labelIds);
  }
}

const TOLD = ['take', 'release', 'close', 'reopen', 'wake', 'snooze', 'assign'] as const;

const UNDOABLE = ['take', 'release', 'close'] as const;

/** What can be done with a conversation. `taken` is who was faster, until the agent has decided what then. */
export function useActions(conversation: Conversation | undefined) {
  const { t } = useWords();
  const say = useToast();
  const { cache } = useInbox();
  const names = useNames();
  const [taken, setTaken] = useState<{ name: string }>();
  /** The server decides whether it is still as the move left it. */
  const takeBack = async ({ id, epoch }: Conversation) => {
    try {
      cache.took(await inbox.undo(id, epoch));
      say(({ t }) => t('undo.done'));
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
      void cache.load(id);
    }
  };
  const act = useMutation({
    mutationFn: ({ id, action }: { id: string; action: Action }) => run(id, action),
    onSuccess: (after, { action }) => {
      cache.took(after);
      const told = TOLD.find((kind) => kind === action.kind);
      if (!told) return;
      const canUndo = UNDOABLE.some((kind) => kind === told);
      const undo = () => void takeBack(after);
      say(({ t }) => t(`done.${told}` satisfies Key), 'good', canUndo ? { label: ({ t }) => t('undo.action'), run: undo } : undefined);
    },
    onError: (error, { id, action }) => {
      const problem = toProblem(error);
      if (action.kind === 'take' && problem.code === 'already_taken') {
        const { assigneeId } = problem.extensions;
        const other = typeof assigneeId === 'string' ? assigneeId : cache.find(id)?.assigneeId;
        setTaken({ name: names(other) ?? t('inbox.colleague') });
      } else say(({ explain }) => explain(problem), 'bad');
      // It is not as it seemed: look again.
      if (problem instanceof Problem && problem.status === 409) void cache.load(id);
    },
  });
  return {
    busy: act.isPending ? act.variables.action.kind : undefined,
    run: (action: Action) => {
      if (conversation && !act.isPending) act.mutate({ id: conversation.id, action });
    },
    taken,
    forgetTaken: () => setTaken(undefined),
  };
}
export type Actions = ReturnType<typeof useActions>;
