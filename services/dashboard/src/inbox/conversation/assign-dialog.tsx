import { Users, Wand } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../components/cn';
import { Dialog } from '../../components/dialog';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import { Avatar } from '../marks';
import { useMembers, usePresence, useTeams } from '../data/use-inbox-data';
import type { Conversation } from '../data/contract';
import type { DialogProps } from './dialog-props';
import type { Actions } from './use-actions';

const CHOICE = 'flex min-h-11 w-full items-center gap-3 rounded-lg px-2.5 py-1.5 text-left hover:bg-raised aria-pressed:bg-brand-soft';

interface Props extends Pick<DialogProps, 'open' | 'onClose'> {
  conversation: Partial<Pick<Conversation, 'assigneeId' | 'teamId'>>;
  actions: Pick<Actions, 'run'>;
  /** Whether the system may choose the person. */
  hasAuto?: boolean;
}

export function AssignDialog({ open, onClose, conversation, actions, hasAuto = true }: Props) {
  const { t } = useWords();
  const { me } = useSigned();
  const members = useMembers().filter(({ role }) => role !== 'viewer');
  const teams = useTeams();
  const presence = usePresence();
  const [q, setQ] = useState('');
  const fits = ({ name }: { name: string }) => name.toLocaleLowerCase().includes(q.trim().toLocaleLowerCase());
  const isThere = (id: string) => presence.find(({ userId }) => userId === id);
  const rank = (id: string) => (id === me.id ? 0 : isThere(id)?.isConnected ? (isThere(id)?.availability === 'online' ? 1 : 2) : 3);
  const choose = (to: { userId: string } | { teamId: string } | { mode: 'auto' }) => {
    actions.run({ kind: 'assign', to });
    onClose();
  };
  return (
    <Dialog open={open} onClose={onClose} title={t('action.assign')}>
      <div className="grid gap-3">
        <input
          type="search"
          className="control"
          aria-label={t('assign.search')}
          placeholder={t('assign.search')}
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
        {hasAuto && (
          <button type="button" className={CHOICE} onClick={() => choose({ mode: 'auto' })}>
            <span className="grid size-8 place-items-center rounded-full bg-brand-soft text-brand-ink">
              <Wand className="size-4.5" aria-hidden />
            </span>
            <span>
              <span className="block font-medium">{t('assign.auto')}</span>
              <span className="block text-sm text-muted">{t('assign.autoText')}</span>
            </span>
          </button>
        )}
        {teams.some(fits) && (
          <section aria-label={t('inboxSettings.teams')}>
            <h3 className="px-2.5 text-xs font-medium text-muted">{t('inboxSettings.teams')}</h3>
            {teams.filter(fits).map((team) => (
              <button
                key={team.id}
                type="button"
                className={CHOICE}
                aria-pressed={conversation.teamId === team.id}
                onClick={() => choose({ teamId: team.id })}
              >
                <span className="grid size-8 place-items-center rounded-full bg-raised">
                  <Users className="size-4.5" aria-hidden />
                </span>
                <span className="min-w-0 truncate font-medium">{team.name}</span>
              </button>
            ))}
          </section>
        )}
        <section aria-label={t('assign.people')}>
          <h3 className="px-2.5 text-xs font-medium text-muted">{t('assign.people')}</h3>
          {members
            .filter(fits)
            .toSorted((one, other) => rank(one.id) - rank(other.id) || one.name.localeCompare(other.name))
            .map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className={CHOICE}
                aria-pressed={conversation.assigneeId === id}
                onClick={() => choose({ userId: id })}
              >
                <Avatar id={id} name={name} small />
                <span className="min-w-0 grow truncate font-medium">
                  {name}
                  {id === me.id && <span className="ml-1.5 font-normal text-muted">{t('team.you')}</span>}
                </span>
                <PresenceMark presence={isThere(id)} />
              </button>
            ))}
        </section>
      </div>
    </Dialog>
  );
}

export function PresenceMark({ presence }: { presence: { availability: 'online' | 'away'; isConnected: boolean } | undefined }) {
  const { t } = useWords();
  const kind = !presence?.isConnected ? 'offline' : presence.availability;
  return (
    <span className="inline-flex shrink-0 items-center gap-1.5 text-sm text-muted">
      <span
        aria-hidden
        className={cn('size-2.5 rounded-full', { online: 'bg-good', away: 'bg-warn', offline: 'border-2 border-control' }[kind])}
      />
      {t(`presence.${kind}`)}
    </span>
  );
}
