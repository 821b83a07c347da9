import { Ban, Bot, Check, CheckCheck, CircleAlert, Clock, Flame, Hourglass, User, Users } from 'lucide-react';
import { Badge } from '../components/badge';
import { cn } from '../components/cn';
import { useWords } from '../i18n/i18n';
import type { Conversation, ContactSummary, Label } from './data/contract';
import { windowLeft } from './window';
import { useNames, useNow } from './data/use-inbox-data';

export const nameOf = (contact: ContactSummary): string =>
  contact.name || contact.username || contact.phone || contact.userId || contact.id;

const initials = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word.replace(/^[^\p{L}\p{N}]+/u, '')][0]?.toLocaleUpperCase() ?? '')
    .join('');
};

/** A stable tint of its own for everybody, out of the theme. */
const TINTS = ['bg-brand-soft text-brand-ink', 'bg-info-soft text-info', 'bg-good-soft text-good', 'bg-warn-soft text-warn'];
const tintOf = (id: string): string => TINTS[[...id].reduce((sum, char) => sum + char.charCodeAt(0), 0) % TINTS.length] ?? '';

/** Of a group, the mark of groups, which is also read out. */
export function Avatar({ id, name, small, group }: { id: string; name: string; small?: boolean; group?: boolean }) {
  const { t } = useWords();
  return (
    <span
      {...(group ? { role: 'img', 'aria-label': t('group.mark'), title: t('group.mark') } : { 'aria-hidden': true })}
      className={cn(
        'grid shrink-0 place-items-center rounded-full font-semibold ring-1 ring-ink/8',
        small ? 'size-8 text-xs' : 'size-10 text-sm',
        tintOf(id),
      )}
    >
      {group ? <Users className="size-4.5" aria-hidden /> : initials(name) || <User className="size-4.5" />}
    </span>
  );
}

/** One tick sent, two delivered, two in colour read. */
export function Ticks({ status, spoken }: { status: string; spoken?: boolean }) {
  const { t } = useWords();
  const known = (['accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'cancelled'] as const).find((each) => each === status);
  const label = t(`message.${known === 'played' ? 'read' : (known ?? 'queued')}`);
  const Icon = {
    sent: Check,
    delivered: CheckCheck,
    read: CheckCheck,
    played: CheckCheck,
    failed: CircleAlert,
    accepted: Clock,
    cancelled: Ban,
  }[known ?? 'accepted'];
  const seen = known === 'read' || known === 'played';
  return (
    <span className={cn('inline-flex shrink-0 items-center gap-1', seen && 'text-info', known === 'failed' && 'text-bad')} title={label}>
      <Icon className="size-4" aria-hidden />
      <span className={spoken ? '' : 'sr-only'}>{label}</span>
    </span>
  );
}

/** Who answers: the bot, a person by name, or nobody yet. */
export function OwnerMark({ conversation: { owner, state, assigneeId } }: { conversation: Conversation }) {
  const { t } = useWords();
  const name = useNames()(assigneeId);
  if (state === 'closed') return null;
  if (owner === 'bot') {
    return (
      <Badge tone="brand">
        <Bot aria-hidden />
        {t('conversation.owner.bot')}
      </Badge>
    );
  }
  if (owner === 'agent') {
    return (
      <Badge tone="info">
        <User aria-hidden />
        <span className="max-w-28 truncate">{name ?? t('conversation.owner.agent')}</span>
      </Badge>
    );
  }
  return (
    <Badge tone="warn">
      <Hourglass aria-hidden />
      {t('inbox.waiting')}
    </Badge>
  );
}

/** How long there is left to answer, or since when it is late. */
export function DueMark({ conversation: { responseDueAt, escalatedAt, state } }: { conversation: Conversation }) {
  const { t, span } = useWords();
  const now = useNow(15_000);
  if (state === 'closed') return null;
  const left = responseDueAt ? Date.parse(responseDueAt) - now : undefined;
  if (left === undefined && !escalatedAt) return null;
  const late = left !== undefined && left <= 0;
  return (
    <Badge tone={late || escalatedAt ? 'bad' : left !== undefined && left < 5 * 60_000 ? 'warn' : 'neutral'}>
      {escalatedAt ? <Flame aria-hidden /> : <Clock aria-hidden />}
      {escalatedAt && left === undefined
        ? t('inbox.escalated')
        : late
          ? t('inbox.dueSince', { time: span(-(left ?? 0)) })
          : t('inbox.dueIn', { time: span((left ?? 0) + 59_999) })}
      {escalatedAt && left !== undefined && <span className="sr-only">{t('inbox.escalated')}</span>}
    </Badge>
  );
}

/** Only where it matters: free answers are over, or soon. */
export function WindowMark({ windowExpiresAt }: { windowExpiresAt: string | null }) {
  const { t, span } = useWords();
  const now = useNow(60_000);
  if (!windowExpiresAt) return null;
  const left = windowLeft(windowExpiresAt, now);
  if (left > 2 * 60 * 60_000) return null;
  const label = left > 0 ? t('inbox.windowLeft', { time: span(left) }) : t('inbox.windowClosed');
  return (
    <span title={label} className={cn('inline-flex shrink-0', left > 0 ? 'text-warn' : 'text-muted')}>
      {left > 0 ? <Clock className="size-4" aria-hidden /> : <Ban className="size-4" aria-hidden />}
      <span className="sr-only">{label}</span>
    </span>
  );
}

const PRIORITY_LOOK = { urgent: 'text-bad', high: 'text-warn', low: 'text-muted' } as const;
export function PriorityMark({ priority }: { priority: Conversation['priority'] }) {
  const { t } = useWords();
  if (!priority || priority === 'normal') return null;
  const bars = { urgent: 3, high: 2, low: 1 }[priority];
  const label = t('inbox.priorityIs', { priority: t(`priority.${priority}`) });
  return (
    <span title={label} className={cn('inline-flex shrink-0 items-end gap-px', PRIORITY_LOOK[priority])}>
      {[1, 2, 3].map((bar) => (
        <span
          key={bar}
          aria-hidden
          className={cn('w-1 rounded-sm bg-current', ['h-1.5', 'h-2.5', 'h-3.5'][bar - 1] ?? '', bar > bars && 'opacity-25')}
        />
      ))}
      <span className="sr-only">{label}</span>
    </span>
  );
}

/** A label’s colour is the tenant’s; its name is always in the colour of text. */
export function LabelMark({ label, small }: { label: Label; small?: boolean }) {
  return (
    <span
      className={cn(
        'inline-flex max-w-36 items-center gap-1.5 rounded-full border border-line bg-surface font-medium',
        small ? 'px-2 py-px text-xs' : 'px-2.5 py-0.5 text-sm',
      )}
    >
      <ColorDot color={label.color} />
      <span className="truncate">{label.name}</span>
    </span>
  );
}

export function ColorDot({ color }: { color: string }) {
  return <span aria-hidden className="size-2.5 shrink-0 rounded-full bg-muted ring-1 ring-line" style={{ backgroundColor: color }} />;
}

export function CountMark({ count, label }: { count: number; label: string }) {
  if (count <= 0) return null;
  return (
    <span className="grid h-5 min-w-5 shrink-0 place-items-center rounded-full bg-brand px-1.5 text-xs font-semibold text-on-brand tabular-nums">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
