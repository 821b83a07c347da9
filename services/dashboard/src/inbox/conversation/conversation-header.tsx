import {
  AlarmClockOff,
  ArrowLeft,
  Bot,
  CircleCheck,
  Clock,
  EllipsisVertical,
  Hand,
  PanelRight,
  RotateCcw,
  Tag,
  UserPlus,
  Users,
  Wand,
} from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { Dialog, DialogActions } from '../../components/dialog';
import { Field } from '../../components/field';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import { PRIORITIES, type Conversation, type Priority, type State } from '../data/contract';
import { Avatar, ColorDot, DueMark, nameOf, OwnerMark, PriorityMark } from '../marks';
import { snoozeTimes } from './snooze-times';
import type { Actions } from './use-actions';
import { useLabels, useMembers, usePresence, useTeams } from '../data/use-inbox-data';

const STATE_TONES: Record<State, Tone> = { open: 'good', pending: 'warn', snoozed: 'info', closed: 'neutral' };

interface Props {
  conversation: Conversation;
  actions: Actions;
  answers: boolean;
  panel: boolean;
  onPanel: () => void;
}

export function ConversationHeader({ conversation, actions, answers, panel, onPanel }: Props) {
  const { t, date } = useWords();
  const [parameters] = useSearchParams();
  const name = nameOf(conversation.contact);
  const heading = useRef<HTMLHeadingElement>(null);
  // On a phone the list has gone, and the focus with it.
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('[data-rows]')?.checkVisibility() === false)
      heading.current?.focus();
  }, []);
  return (
    <header className="flex items-center gap-2 border-b border-line bg-surface px-2 py-2 sm:px-4">
      <Button asChild variant="ghost" size="icon" className="md:hidden">
        <Link to={{ pathname: '/inbox', search: parameters.toString() }} aria-label={t('conversations.back')}>
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <span className="max-sm:hidden">
        <Avatar id={conversation.contact.id} name={name} />
      </span>
      <div className="min-w-0 grow">
        <h2 ref={heading} id="thread" tabIndex={-1} className="outline-none flex items-center gap-2 font-semibold">
          <bdi className="truncate">{name}</bdi>
          <PriorityMark priority={conversation.priority} />
        </h2>
        <div className="mt-0.5 flex items-center gap-1.5 overflow-hidden text-sm whitespace-nowrap text-muted">
          {conversation.state !== 'open' && (
            <Badge tone={STATE_TONES[conversation.state]}>{t(`conversation.state.${conversation.state}`)}</Badge>
          )}
          {conversation.state !== 'pending' && <OwnerMark conversation={conversation} />}
          <DueMark conversation={conversation} />
          {conversation.state === 'snoozed' && conversation.snoozedUntil && (
            <span className="truncate">{t('inbox.snoozedUntil', { until: date(conversation.snoozedUntil) })}</span>
          )}
        </div>
      </div>
      {answers && <Buttons conversation={conversation} actions={actions} />}
      <Button variant="ghost" size="icon" aria-label={t('contact.panel')} aria-pressed={panel} title={t('contact.panel')} onClick={onPanel}>
        <PanelRight aria-hidden />
      </Button>
    </header>
  );
}

type First = 'take' | 'release' | 'wake' | 'reopen';
const FIRST_ICONS = { take: Hand, release: Bot, wake: AlarmClockOff, reopen: RotateCcw } as const;
/** A second click of the same hand is not meant for what has come in its place. */
const SETTLES_MS = 700;

/** Two places: Close has its own and keeps it, so that no other button ever turns into it. */
function Buttons({ conversation, actions }: { conversation: Conversation; actions: Actions }) {
  const { t } = useWords();
  const { me } = useSigned();
  const { owner, state, assigneeId } = conversation;
  const isMine = owner === 'agent' && assigneeId === me.id;
  const first: First = state === 'closed' ? 'reopen' : state === 'snoozed' ? 'wake' : isMine ? 'release' : 'take';
  const [settled, setSettled] = useState(first);
  useEffect(() => {
    if (settled === first) return;
    const timer = setTimeout(() => setSettled(first), SETTLES_MS);
    return () => clearTimeout(timer);
  }, [first, settled]);
  const Icon = FIRST_ICONS[first];
  const isClosed = state === 'closed';
  return (
    <div className="flex shrink-0 items-center gap-1.5">
      <Button
        variant={first === 'release' ? 'secondary' : 'primary'}
        size="small"
        className={cn(first === 'release' && 'max-sm:hidden')}
        busy={actions.busy === first}
        aria-disabled={actions.busy === first || settled !== first || undefined}
        title={first === 'release' ? t('action.release') : undefined}
        onClick={() => settled === first && actions.busy !== first && actions.run({ kind: first })}
      >
        {actions.busy !== first && <Icon aria-hidden />}
        <span className={cn(first === 'release' && 'max-2xl:sr-only')}>{t(`action.${first}`)}</span>
      </Button>
      <Button
        variant="secondary"
        size="small"
        className="max-sm:hidden"
        busy={actions.busy === 'close'}
        disabled={isClosed}
        onClick={() => actions.run({ kind: 'close' })}
      >
        {actions.busy !== 'close' && <CircleCheck aria-hidden />}
        {t('action.close')}
      </Button>
      <More conversation={conversation} actions={actions} isMine={isMine} />
    </div>
  );
}

type Asked = 'assign' | 'labels' | 'snooze';

function More({ conversation, actions, isMine }: { conversation: Conversation; actions: Actions; isMine: boolean }) {
  const { t, date } = useWords();
  const [asked, setAsked] = useState<Asked>();
  const { owner, state } = conversation;
  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="icon" aria-label={t('action.more')}>
            <EllipsisVertical aria-hidden />
          </Button>
        }
      >
        {owner !== 'bot' && state !== 'closed' && (
          <MenuItem onSelect={() => actions.run({ kind: 'release' })}>
            <Bot aria-hidden />
            {t('action.release')}
          </MenuItem>
        )}
        {state !== 'closed' && !isMine && (
          <MenuItem onSelect={() => actions.run({ kind: 'take' })}>
            <Hand aria-hidden />
            {t('action.take')}
          </MenuItem>
        )}
        <MenuItem onSelect={() => setAsked('assign')}>
          <UserPlus aria-hidden />
          {t('action.assign')}
        </MenuItem>
        <MenuItem onSelect={() => setAsked('labels')}>
          <Tag aria-hidden />
          {t('action.labels')}
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>{t('action.snooze')}</MenuLabel>
        {state === 'snoozed' && (
          <MenuItem onSelect={() => actions.run({ kind: 'wake' })}>
            <AlarmClockOff aria-hidden />
            {t('action.wake')}
          </MenuItem>
        )}
        {snoozeTimes(new Date()).map(({ name, until }) => (
          <MenuItem key={name} onSelect={() => actions.run({ kind: 'snooze', until: until.toISOString() })}>
            <Clock aria-hidden />
            <span className="grow">{t(`snooze.${name}`)}</span>
            <span className="text-sm text-muted">{`${date(until.toISOString(), 'weekday')} ${date(until.toISOString(), 'time')}`}</span>
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setAsked('snooze')}>
          <Clock aria-hidden />
          {t('snooze.custom')}
        </MenuItem>
        <MenuSeparator />
        <MenuLabel>{t('inbox.priority')}</MenuLabel>
        <MenuChoice
          value={conversation.priority ?? 'normal'}
          onValue={(priority) => actions.run({ kind: 'priority', priority: priority as Priority })}
          options={[...PRIORITIES].reverse().map((priority) => [priority, t(`priority.${priority}`)])}
        />
        <MenuSeparator />
        {state === 'closed' ? (
          <MenuItem onSelect={() => actions.run({ kind: 'reopen' })}>
            <RotateCcw aria-hidden />
            {t('action.reopen')}
          </MenuItem>
        ) : (
          <MenuItem onSelect={() => actions.run({ kind: 'close' })}>
            <CircleCheck aria-hidden />
            {t('action.close')}
          </MenuItem>
        )}
      </Menu>
      <AssignDialog open={asked === 'assign'} onClose={() => setAsked(undefined)} conversation={conversation} actions={actions} />
      <LabelDialog open={asked === 'labels'} onClose={() => setAsked(undefined)} conversation={conversation} actions={actions} />
      <SnoozeDialog open={asked === 'snooze'} onClose={() => setAsked(undefined)} actions={actions} />
    </>
  );
}

interface DialogProps {
  open: boolean;
  onClose: () => void;
  conversation: Conversation;
  actions: Actions;
}

const CHOICE = 'flex min-h-11 w-full items-center gap-3 rounded-lg px-2.5 py-1.5 text-left hover:bg-raised aria-pressed:bg-brand-soft';

function AssignDialog({ open, onClose, conversation, actions }: DialogProps) {
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
        <button type="button" className={CHOICE} onClick={() => choose({ mode: 'auto' })}>
          <span className="grid size-8 place-items-center rounded-full bg-brand-soft text-brand-ink">
            <Wand className="size-4.5" aria-hidden />
          </span>
          <span>
            <span className="block font-medium">{t('assign.auto')}</span>
            <span className="block text-sm text-muted">{t('assign.autoText')}</span>
          </span>
        </button>
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

function LabelDialog({ open, onClose, conversation, actions }: DialogProps) {
  const { t } = useWords();
  return (
    <Dialog open={open} onClose={onClose} title={t('action.labels')}>
      <LabelChoice key={String(open)} onClose={onClose} conversation={conversation} actions={actions} />
    </Dialog>
  );
}

function LabelChoice({ onClose, conversation, actions }: Omit<DialogProps, 'open'>) {
  const { t } = useWords();
  const labels = useLabels();
  const [chosen, setChosen] = useState<readonly string[]>(conversation.labelIds ?? []);
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <div className="grid gap-3">
      {labels.length === 0 && <p className="text-muted">{t('labels.noneYet')}</p>}
      <div className="grid gap-0.5">
        {labels.map(({ id, name, color }) => (
          <label key={id} className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2 hover:bg-raised">
            <input type="checkbox" className="size-4 accent-brand" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <ColorDot color={color} />
            <span className="min-w-0 break-words">{name}</span>
          </label>
        ))}
      </div>
      <DialogActions>
        <Button variant="secondary" onClick={onClose}>
          {t('dialog.cancel')}
        </Button>
        <Button
          onClick={() => {
            actions.run({ kind: 'labels', labelIds: [...chosen] });
            onClose();
          }}
        >
          {t('form.save')}
        </Button>
      </DialogActions>
    </div>
  );
}

/** The local time as an input of type datetime-local has it. */
const localTime = (at: Date): string => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function SnoozeDialog({ open, onClose, actions }: Omit<DialogProps, 'conversation'>) {
  const { t } = useWords();
  const [until, setUntil] = useState('');
  const isFuture = until !== '' && new Date(until).getTime() > Date.now();
  return (
    <Dialog open={open} onClose={onClose} title={t('action.snooze')} description={t('snooze.text')}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isFuture) return;
          actions.run({ kind: 'snooze', until: new Date(until).toISOString() });
          onClose();
        }}
      >
        <Field label={t('snooze.until')}>
          {(wiring) => (
            <input
              {...wiring}
              type="datetime-local"
              className="control"
              required
              min={localTime(new Date())}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button variant="secondary" onClick={onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button type="submit" disabled={!isFuture}>
            {t('action.snooze')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Several may reach for the same conversation: whoever came second decides, knowing it. */
export function TakenDialog({ actions, conversation }: { actions: Actions; conversation: Conversation }) {
  const { t } = useWords();
  const { me } = useSigned();
  const name = actions.taken?.name ?? '';
  return (
    <Dialog
      open={actions.taken !== undefined}
      onClose={actions.forgetTaken}
      title={t('taken.title', { name })}
      description={t('taken.text', { name })}
    >
      <DialogActions>
        <Button
          variant="secondary"
          onClick={() => {
            actions.forgetTaken();
            actions.run({ kind: 'assign', to: { userId: me.id } });
          }}
        >
          {t('taken.anyway')}
        </Button>
        <Button onClick={actions.forgetTaken}>{t('taken.leave', { name })}</Button>
      </DialogActions>
      <p className="sr-only">{nameOf(conversation.contact)}</p>
    </Dialog>
  );
}
