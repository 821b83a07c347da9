import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ListOrdered } from 'lucide-react';
import { idempotencyKey } from '../../api/client';
import { toProblem } from '../../api/problem';
import { MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import { useInbox } from '../data/inbox-context';
import { inbox, macros as source } from '../data/requests';

/** Runs macros on a conversation. A run whose answer was lost goes on under its key, so that no reply is sent twice. */
export function useMacros(conversationId: string) {
  const { cache } = useInbox();
  const { me } = useSigned();
  const say = useToast();
  const busy = useRef(false);
  const lost = useRef(new Map<string, string>());
  const query = useQuery({ queryKey: cache.keys.named('macros'), queryFn: source.all, staleTime: 30_000 });
  const run = async (macroId: string, name: string) => {
    if (busy.current) return;
    busy.current = true;
    const key = lost.current.get(macroId) ?? idempotencyKey();
    lost.current.set(macroId, key);
    try {
      cache.took(await inbox.runMacro(conversationId, macroId, me.name, key));
      lost.current.delete(macroId);
      say(({ t }) => t('macros.done', { name }));
    } catch (error) {
      const problem = toProblem(error);
      // What was refused was not done; what was not answered may have been.
      if (problem.status >= 400 && problem.status < 500) lost.current.delete(macroId);
      say(({ explain }) => explain(problem), 'bad');
      void cache.load(conversationId);
    } finally {
      busy.current = false;
    }
  };
  return { macros: query.data ?? [], run };
}

/** The macros in the menu of a conversation; nothing where there are none. */
export function MacroItems({ macros, run }: ReturnType<typeof useMacros>) {
  const { t } = useWords();
  if (macros.length === 0) return null;
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{t('inboxSettings.macros')}</MenuLabel>
      {macros.map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => void run(id, name)}>
          <ListOrdered aria-hidden />
          <span className="min-w-0 break-words">{name}</span>
        </MenuItem>
      ))}
    </>
  );
}
