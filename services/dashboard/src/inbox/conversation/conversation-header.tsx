import { AlarmClockOff, ArrowLeft, Bot, CircleCheck, Hand, PanelRight, RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import { useSigned } from '../../session/session-context';
import type { Conversation, State } from '../data/contract';
import { Avatar, DueMark, nameOf, OwnerMark, PriorityMark } from '../marks';
import type { Actions } from './use-actions';
import { More } from './more-actions';

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
        <Avatar id={conversation.contact.id} name={name} group={conversation.group !== undefined} />
      </span>
      <div className="min-w-0 grow">
        <h2 ref={heading} id="thread" tabIndex={-1} className="outline-none flex items-center gap-2 font-semibold">
          <bdi className="truncate">{name}</bdi>
          <PriorityMark priority={conversation.priority} />
        </h2>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-muted">
          {conversation.state !== 'open' && (
            <Badge tone={STATE_TONES[conversation.state]}>{t(`conversation.state.${conversation.state}`)}</Badge>
          )}
          {conversation.state !== 'pending' && <OwnerMark conversation={conversation} />}
          <DueMark conversation={conversation} />
          {conversation.state === 'snoozed' && conversation.snoozedUntil && (
            <span>{t('inbox.snoozedUntil', { until: date(conversation.snoozedUntil) })}</span>
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
