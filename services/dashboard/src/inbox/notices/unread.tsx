import type { ReactNode } from 'react';
import { TitlePrefix } from '../../components/title';
import { useWords } from '../../i18n/i18n';
import { useCounts } from '../data/use-inbox-data';
import { CountMark } from '../marks';

/** Conversations with something that nobody of the team has looked at and the assistant has not answered. */
const useUnread = (): number => useCounts()?.unread ?? 0;

/** Beside the inbox in the navigation. */
export function UnreadMark() {
  const { t } = useWords();
  const count = useUnread();
  return <CountMark count={count} label={t('unread.count', { count })} />;
}

/** In the title of whatever page is open below. */
export function UnreadTitle({ children }: { children: ReactNode }) {
  const count = useUnread();
  return <TitlePrefix value={count > 0 ? `(${count > 99 ? '99+' : count}) ` : ''}>{children}</TitlePrefix>;
}
