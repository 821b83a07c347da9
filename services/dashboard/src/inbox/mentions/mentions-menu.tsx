import { AtSign } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { plain } from '../plain-text';
import { useNames } from '../data/use-inbox-data';
import { useMentions } from './use-mentions';

const COUNTED = 99;

/** The notes in which colleagues mentioned this person, wherever they are in the dashboard. */
export function MentionsMenu() {
  const { t, number } = useWords();
  const { pathname } = useLocation();
  const [open, setOpen] = useState(false);
  const { query, items, unread, read } = useMentions();
  // Who has the conversation before them has seen the note.
  const seen = items.filter(({ readAt, conversationId }) => !readAt && pathname === `/inbox/${conversationId}`).map(({ id }) => id);
  const toRead = seen.join();
  useEffect(() => {
    if (toRead) read(toRead.split(','));
  }, [toRead, read]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button variant="ghost" size="icon" className="relative" title={t('mentions.title')}>
          <span className="sr-only">{unread > 0 ? t('mentions.unread', { count: unread }) : t('mentions.title')}</span>
          <AtSign aria-hidden />
          {unread > 0 && (
            <span
              aria-hidden
              className="absolute top-0 right-0 min-w-4.5 rounded-full bg-brand px-1 text-center text-xs leading-4.5 font-semibold text-on-brand tabular-nums"
            >
              {unread > COUNTED ? `${number(COUNTED)}+` : number(unread)}
            </span>
          )}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t('mentions.title')}
          className="card z-50 flex max-h-[min(32rem,80dvh)] w-[min(24rem,calc(100vw-1rem))] animate-appear flex-col shadow-lg"
        >
          <div className="flex min-h-12 items-center justify-between gap-2 border-b border-line px-4">
            <h2 className="font-semibold">{t('mentions.title')}</h2>
            {unread > 0 && (
              <Button variant="ghost" size="small" onClick={() => read(undefined)}>
                {t('mentions.readAll')}
              </Button>
            )}
          </div>
          {/* Can be scrolled by keys too. */}
          <div className="min-h-0 grow overflow-y-auto" tabIndex={0} role="group" aria-label={t('mentions.title')}>
            {query.isPending && <SkeletonRows rows={3} />}
            {query.isError && (
              <div className="p-3">
                <ProblemNote problem={query.error} retry={() => query.refetch()} />
              </div>
            )}
            {query.data && items.length === 0 && <EmptyState icon={AtSign} title={t('mentions.empty')} text={t('mentions.emptyText')} />}
            {items.length > 0 && (
              <ul>
                {items.map((item) => (
                  <li key={item.id}>
                    <Item
                      item={item}
                      onOpen={() => {
                        if (!item.readAt) read([item.id]);
                        setOpen(false);
                      }}
                    />
                  </li>
                ))}
              </ul>
            )}
            {query.hasNextPage && (
              <div className="p-2 text-center">
                <Button variant="secondary" size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t('list.more')}
                </Button>
              </div>
            )}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Item({ item, onOpen }: { item: Schemas['NotificationDto']; onOpen: () => void }) {
  const { t, when, date } = useWords();
  const names = useNames();
  const author = names(item.authorId) ?? t('author.agent');
  return (
    <Link
      to={`/inbox/${item.conversationId}`}
      onClick={onOpen}
      className={cn('block border-b border-line px-4 py-2.5 -outline-offset-2 hover:bg-raised', !item.readAt && 'bg-brand-soft')}
    >
      <span className="flex items-baseline gap-2">
        <span className={cn('min-w-0 grow', !item.readAt && 'font-semibold')}>
          {t('mentions.by', { author, contact: item.contactName })}
          {!item.readAt && <span className="sr-only"> ({t('mentions.isUnread')})</span>}
        </span>
        <time dateTime={item.at} title={date(item.at)} className="shrink-0 text-xs text-muted">
          {when(item.at)}
        </time>
      </span>
      <span dir="auto" className="mt-0.5 line-clamp-2 text-sm text-muted">
        {plain(item.text)}
      </span>
    </Link>
  );
}
