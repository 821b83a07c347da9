import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from '../../components/button';
import { SkeletonRows } from '../../components/layout';
import { useWords } from '../../i18n/i18n';
import type { SearchHit } from '../data/contract';
import { useInbox } from '../data/inbox-context';
import { nameOf } from '../marks';
import { inbox } from '../data/requests';

/** Messages in which the words stand. `isNone`: none was found, or none was looked for. */
export function useHits(q: string) {
  const { cache } = useInbox();
  const isAsked = q.length >= 2;
  const query = useInfiniteQuery({
    queryKey: [...cache.keys.base, 'search', q],
    queryFn: ({ pageParam }) => inbox.search(q, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    enabled: isAsked,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const isShown = isAsked && !query.isError;
  return { query, rows, isShown, isNone: !isShown || (!query.isPending && rows.length === 0) };
}

export function Hits({ hits: { query, rows, isShown }, search }: { hits: ReturnType<typeof useHits>; search: string }) {
  const { t, when } = useWords();
  if (!isShown) return null;
  return (
    <section aria-labelledby="hits" className="border-t border-line">
      <h2 id="hits" className="px-4 pt-3 pb-1 text-xs font-medium text-muted">
        {t('inbox.inMessages')}
      </h2>
      {query.isPending ? (
        <SkeletonRows rows={2} />
      ) : rows.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">{t('inbox.inMessagesNone')}</p>
      ) : (
        <ul>
          {rows.map(({ conversationId, contact, message, snippet }) => (
            <li key={message.id}>
              <Link
                to={{ pathname: `/inbox/${conversationId}`, search, hash: `#${message.id}` }}
                className="block border-b border-line px-4 py-2.5 -outline-offset-2 hover:bg-raised"
              >
                <span className="flex justify-between gap-3 text-sm">
                  <span dir="auto" className="truncate font-medium">
                    {nameOf(contact)}
                  </span>
                  <time dateTime={message.at} className="shrink-0 text-xs text-muted">
                    {when(message.at)}
                  </time>
                </span>
                <bdi className="line-clamp-2 text-sm text-muted">
                  <Marked snippet={snippet} />
                </bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <div className="p-2 text-center">
          <Button variant="ghost" size="small" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('list.more')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Marked({ snippet: { text, hits } }: { snippet: SearchHit['snippet'] }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [from = 0, to = 0] of hits) {
    parts.push(
      text.slice(end, from),
      <mark key={from} className="rounded bg-warn-soft text-warn">
        {text.slice(from, to)}
      </mark>,
    );
    end = to;
  }
  return [...parts, text.slice(end)];
}
