import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../api/problem';
import { cn } from '../components/cn';
import { Menu, MenuChoice, MenuLabel } from '../components/menu';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { useSigned } from '../session/session-context';
import type { Availability, Presence } from './data/contract';
import { useInbox, useLiveState } from './data/inbox-context';
import { inbox } from './data/requests';
import { usePresence } from './data/use-inbox-data';

/** Whether one gets new conversations. */
export function PresenceSwitch() {
  const { t } = useWords();
  const say = useToast();
  const { me } = useSigned();
  const queries = useQueryClient();
  const { cache } = useInbox();
  const { status } = useLiveState();
  const own = usePresence().find(({ userId }) => userId === me.id)?.availability ?? 'online';
  const set = async (availability: Availability) => {
    try {
      await inbox.setPresence(availability);
      queries.setQueryData<Presence[]>(cache.keys.presence, (present = []) => [
        ...present.filter(({ userId }) => userId !== me.id),
        { userId: me.id, availability, isConnected: status === 'live' },
      ]);
    } catch (error) {
      say(({ explain }) => explain(toProblem(error)), 'bad');
    }
  };
  return (
    <Menu
      trigger={
        <button type="button" className="flex h-10 items-center gap-2 rounded-lg px-2.5 text-sm font-medium hover:bg-raised">
          <span aria-hidden className={cn('size-2.5 rounded-full', own === 'online' ? 'bg-good' : 'bg-warn')} />
          <span className="max-sm:sr-only">{t(`presence.${own}`)}</span>
          <span className="sr-only">{t('presence.switch')}</span>
        </button>
      }
    >
      <MenuLabel>{t('presence.switch')}</MenuLabel>
      <MenuChoice
        value={own}
        onValue={(value) => void set(value as Availability)}
        options={(['online', 'away'] as const).map((availability) => [
          availability,
          <span key={availability}>
            <span className="flex items-center gap-2">
              <span aria-hidden className={cn('size-2.5 rounded-full', availability === 'online' ? 'bg-good' : 'bg-warn')} />
              {t(`presence.${availability}`)}
            </span>
            <span className="block text-sm text-muted">{t(`presence.${availability}Text`)}</span>
          </span>,
        ])}
      />
    </Menu>
  );
}
