import { LoaderCircle, WifiOff } from 'lucide-react';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useLiveState } from '../data/inbox-context';
import { useNow } from '../data/use-inbox-data';

/** Says only where the page may be behind. Always there, so that it is read out. */
export function ConnectionNote() {
  return (
    <div role="status" aria-live="polite">
      <Behind />
    </div>
  );
}

function Behind() {
  const { t } = useWords();
  const ago = useAgo();
  const { status, lastHeardAt } = useLiveState();
  useNow(5_000);
  if (status === 'live' || status === 'off' || (status === 'connecting' && lastHeardAt === undefined)) return null;
  const last = lastHeardAt === undefined ? '' : ` ${t('live.last', { when: ago(new Date(lastHeardAt).toISOString()) })}`;
  return (
    <p className="flex items-center gap-2 bg-warn-soft px-4 py-1.5 text-sm text-warn">
      {status === 'failing' ? (
        <WifiOff className="size-4 shrink-0" aria-hidden />
      ) : (
        <LoaderCircle className="size-4 shrink-0 animate-spin" aria-hidden />
      )}
      {t(status === 'failing' ? 'live.failing' : 'live.reconnecting')}
      {/* Every few seconds other words: for the eye alone. */}
      <span aria-hidden>{last}</span>
    </p>
  );
}
