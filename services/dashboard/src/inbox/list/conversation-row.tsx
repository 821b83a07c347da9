import { Bot, User } from 'lucide-react';
import { Link } from 'react-router';
import { Badge } from '../../components/badge';
import { cn } from '../../components/cn';
import { useWords } from '../../i18n/i18n';
import type { Conversation, LastMessage } from '../data/contract';
import { Avatar, ColorDot, CountMark, DueMark, nameOf, OwnerMark, PriorityMark, Ticks, WindowMark } from '../marks';
import { plain } from '../plain-text';
import { useTypeName } from '../type-name';
import { useLabels, useOutlets } from '../data/use-inbox-data';

export function Row({ conversation, selected, search }: { conversation: Conversation; selected: boolean; search: string }) {
  const { t, when, date } = useWords();
  const labels = useLabels();
  const outlets = useOutlets();
  const name = nameOf(conversation.contact);
  const unread = conversation.unreadCount ?? 0;
  const own = (conversation.labelIds ?? []).map((id) => labels.find((label) => label.id === id)).filter((label) => label !== undefined);
  const outlet = outlets.length > 1 ? outlets.find(({ id }) => id === conversation.outletId)?.name : undefined;
  return (
    <Link
      to={{ pathname: `/inbox/${conversation.id}`, search }}
      aria-current={selected ? 'page' : undefined}
      data-row={conversation.id}
      className={cn(
        'flex gap-3 border-b border-l-3 border-b-line py-3 pr-3 pl-2.5 -outline-offset-2',
        selected ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-raised',
      )}
    >
      <Avatar id={conversation.contact.id} name={name} group={conversation.group !== undefined} />
      <span className="min-w-0 grow">
        <span className="flex items-center gap-2">
          <span dir="auto" className={cn('min-w-0 truncate', unread > 0 ? 'font-bold' : 'font-medium')}>
            {name}
          </span>
          <PriorityMark priority={conversation.priority} />
          <time
            dateTime={conversation.lastMessageAt}
            title={date(conversation.lastMessageAt)}
            className={cn('ml-auto shrink-0 text-xs', unread > 0 ? 'font-semibold text-brand-ink' : 'text-muted')}
          >
            {when(conversation.lastMessageAt)}
          </time>
        </span>
        <span className="mt-0.5 flex items-center gap-2">
          <Preview last={conversation.lastMessage} unread={unread > 0} />
          <WindowMark windowExpiresAt={conversation.state === 'closed' ? null : conversation.windowExpiresAt} />
          <CountMark count={unread} label={t('inbox.unreadCount', { count: unread })} />
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-1.5">
          {(conversation.state === 'closed' || conversation.state === 'snoozed') && (
            <Badge tone={conversation.state === 'snoozed' ? 'info' : 'neutral'}>{t(`conversation.state.${conversation.state}`)}</Badge>
          )}
          <OwnerMark conversation={conversation} />
          <DueMark conversation={conversation} />
          {own.length > 0 && (
            <span className="inline-flex items-center gap-1" title={own.map((label) => label.name).join(', ')}>
              {own.slice(0, 4).map((label) => (
                <ColorDot key={label.id} color={label.color} />
              ))}
              <span className="sr-only">{own.map((label) => label.name).join(', ')}</span>
            </span>
          )}
          {outlet && <span className="max-w-28 truncate text-xs text-muted">{outlet}</span>}
        </span>
      </span>
    </Link>
  );
}

function Preview({ last, unread }: { last: LastMessage | undefined; unread: boolean }) {
  const { t } = useWords();
  const typeName = useTypeName();
  if (!last) return <span className="grow" />;
  return (
    <span className={cn('flex min-w-0 grow items-center gap-1 text-sm', unread ? 'text-ink' : 'text-muted')}>
      {last.direction === 'outbound' && <Ticks status={last.status} />}
      {last.author === 'bot' && <Bot className="size-4 shrink-0" aria-label={t('author.bot')} />}
      {last.author === 'agent' && <User className="size-4 shrink-0" aria-label={t('author.agent')} />}
      {/* A mark of direction in the text does not turn the line around. */}
      <bdi className={cn('truncate', last.deleted && 'italic')}>
        {last.sender && `${last.sender}: `}
        {last.deleted ? t('message.deleted') : last.text ? plain(last.text) : typeName(last.type)}
      </bdi>
    </span>
  );
}
