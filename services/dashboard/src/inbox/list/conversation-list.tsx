import { CircleHelp, ListChecks, MessagesSquare, SearchX, Settings } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Button } from '../../components/button';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { rowsOf } from '../data/list-data';
import { NoticeMenu } from '../notices/notice-menu';
import { useConversations, useNow } from '../data/use-inbox-data';
import { nameOf } from '../marks';
import { ConnectionNote } from './connection-note';
import { isNarrowed, type Filter } from './filter';
import { useChange } from './use-change';
import { SearchField, Tabs, Chosen } from './filter-bar';
import { SavedViews } from './saved-views';
import { Row } from './conversation-row';
import { useHits, Hits } from './found-messages';

/** For who picks several conversations: loaded then. */
const BulkBar = lazy(() => import('./bulk-bar').then((file) => ({ default: file.BulkBar })));

interface Props {
  filter: Filter;
  selected: string | undefined;
  search: RefObject<HTMLInputElement | null>;
  onHelp: () => void;
  onRows: (ids: readonly string[]) => void;
}

/** The conversations of a filter, which stands in the address of the page. */
export function ConversationList({ filter, selected, search, onHelp, onRows }: Props) {
  const { t } = useWords();
  const signed = useSigned();
  // Undefined: nothing is being selected.
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  return (
    <section aria-label={t('conversations.list')} className="flex h-full min-h-0 flex-col bg-surface">
      <header className="grid gap-2 border-b border-line px-3 pt-2.5">
        <div className="flex items-center gap-1">
          <h1 tabIndex={-1} className="mr-auto pl-1 text-xl font-semibold tracking-tight">
            {t('nav.inbox')}
          </h1>
          <NoticeMenu />
          {may(signed, 'answer') && (
            <Button
              variant="ghost"
              size="icon"
              aria-pressed={picked !== undefined}
              aria-label={t('bulk.start')}
              title={t('bulk.start')}
              onClick={() => setPicked(picked ? undefined : new Set())}
            >
              <ListChecks aria-hidden />
            </Button>
          )}
          <Button
            variant="ghost"
            size="icon"
            className="max-md:hidden"
            aria-label={t('shortcuts.title')}
            title={t('shortcuts.title')}
            onClick={onHelp}
          >
            <CircleHelp aria-hidden />
          </Button>
          {may(signed, 'inbox-settings') && (
            <Button asChild variant="ghost" size="icon">
              <Link to="/inbox/settings" aria-label={t('inbox.settings')} title={t('inbox.settings')}>
                <Settings aria-hidden />
              </Link>
            </Button>
          )}
        </div>
        <SearchField filter={filter} field={search} />
        <Tabs filter={filter} />
      </header>
      <ConnectionNote />
      <SavedViews filter={filter} />
      <Chosen filter={filter} />
      <Rows filter={filter} selected={selected} onRows={onRows} picked={picked} onPicked={setPicked} />
    </section>
  );
}

interface RowsProps extends Pick<Props, 'filter' | 'selected' | 'onRows'> {
  picked: ReadonlySet<string> | undefined;
  onPicked: (picked: ReadonlySet<string> | undefined) => void;
}

function Rows({ filter, selected, onRows, picked, onPicked }: RowsProps) {
  const { t } = useWords();
  const query = useConversations(filter);
  const rows = useMemo(() => rowsOf(query.data), [query.data]);
  const [parameters] = useSearchParams();
  const hits = useHits(filter.q ?? '');
  const end = useRef<HTMLDivElement>(null);
  const ids = rows.map(({ id }) => id).join();
  useEffect(() => onRows(ids ? ids.split(',') : []), [ids, onRows]);
  // Once for all rows: their times grow old together.
  useNow(60_000);

  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasNextPage || isFetchingNextPage || isFetchNextPageError) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), { rootMargin: '400px' });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, rows.length]);

  const problem = query.isError && (
    <div className="p-3">
      <ProblemNote problem={query.error} retry={() => (isFetchNextPageError ? fetchNextPage() : query.refetch())} />
    </div>
  );
  return (
    <div className="min-h-0 grow overflow-y-auto overscroll-contain" data-rows>
      {picked && (
        <Suspense fallback={null}>
          <BulkBar rows={rows} picked={picked} onPicked={onPicked} />
        </Suspense>
      )}
      {query.isPending && <SkeletonRows rows={7} />}
      {rows.length === 0 ? (
        problem || (query.data && hits.isNone && <Empty filter={filter} />)
      ) : (
        <ul aria-label={t('conversations.list')}>
          {rows.map((conversation) => (
            <li key={conversation.id} className="flex [contain-intrinsic-size:auto_5.5rem] [content-visibility:auto]">
              {picked && (
                <label className="grid w-11 shrink-0 cursor-pointer place-items-center border-b border-line hover:bg-raised">
                  <input
                    type="checkbox"
                    className="size-4 accent-brand"
                    aria-label={t('bulk.one', { name: nameOf(conversation.contact) })}
                    checked={picked.has(conversation.id)}
                    onChange={({ target }) => {
                      const next = new Set(picked);
                      if (target.checked) next.add(conversation.id);
                      else next.delete(conversation.id);
                      onPicked(next);
                    }}
                  />
                </label>
              )}
              <div className="min-w-0 grow">
                <Row conversation={conversation} selected={conversation.id === selected} search={parameters.toString()} />
              </div>
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && problem}
      {isFetchingNextPage && <SkeletonRows rows={2} />}
      <div ref={end} />
      {!(rows.length === 0 && hits.isNone) && <Hits hits={hits} search={parameters.toString()} />}
    </div>
  );
}

function Empty({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const change = useChange();
  if (isNarrowed(filter)) {
    return (
      <EmptyState
        icon={SearchX}
        title={t('inbox.nothingFound')}
        text={t('inbox.nothingFoundText')}
        action={
          <Button
            variant="secondary"
            size="small"
            onClick={() => change({ state: '', outlet: '', team: '', person: '', label: '', priority: '', unread: '', q: '' })}
          >
            {t('inbox.clearFilter')}
          </Button>
        }
      />
    );
  }
  if (filter.tab === 'mine') return <EmptyState icon={MessagesSquare} title={t('inbox.emptyMine')} text={t('inbox.emptyMineText')} />;
  if (filter.tab === 'unassigned')
    return <EmptyState icon={MessagesSquare} title={t('inbox.emptyUnassigned')} text={t('inbox.emptyUnassignedText')} />;
  return <EmptyState icon={MessagesSquare} title={t('conversations.empty')} text={t('conversations.emptyText')} />;
}
