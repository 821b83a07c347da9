import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Bot, CircleHelp, ListFilter, MessagesSquare, Search, SearchX, Settings, User, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { EmptyState, SkeletonRows } from '../../components/layout';
import { Menu, MenuChoice, MenuLabel } from '../../components/menu';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { may } from '../../session/permissions';
import { useSigned } from '../../session/session-context';
import { ConnectionNote } from './connection-note';
import { PRIORITIES, STATES, type Conversation, type LastMessage, type SearchHit } from '../data/contract';
import { isNarrowed, SORTS, TABS, type Filter } from './filter';
import { useInbox } from '../data/inbox-context';
import { rowsOf } from '../data/list-data';
import { Avatar, ColorDot, CountMark, DueMark, nameOf, OwnerMark, PriorityMark, Ticks, WindowMark } from '../marks';
import { NoticeMenu } from '../notices/notice-menu';
import { inbox } from '../data/requests';
import { plain } from '../plain-text';
import { useTypeName } from '../type-name';
import { useConversations, useCounts, useLabels, useMembers, useNow, useOutlets, useTeams } from '../data/use-inbox-data';

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
  return (
    <section aria-label={t('conversations.list')} className="flex h-full min-h-0 flex-col bg-surface">
      <header className="grid gap-2 border-b border-line px-3 pt-2.5">
        <div className="flex items-center gap-1">
          <h1 tabIndex={-1} className="mr-auto pl-1 text-xl font-semibold tracking-tight">
            {t('nav.inbox')}
          </h1>
          <NoticeMenu />
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
      <Chosen filter={filter} />
      <Rows filter={filter} selected={selected} onRows={onRows} />
    </section>
  );
}

type Names = 'tab' | 'state' | 'outlet' | 'team' | 'person' | 'label' | 'priority' | 'unread' | 'q' | 'sort';

/** Changes the filter in the address; an empty value takes it out. */
function useChange(): (values: Partial<Record<Names, string>>) => void {
  const [, setParameters] = useSearchParams();
  return (values) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
}

const TYPED_MS = 300;

function SearchField({ filter, field }: { filter: Filter; field: RefObject<HTMLInputElement | null> }) {
  const { t } = useWords();
  const change = useChange();
  const [text, setText] = useState(filter.q ?? '');
  const [applied, setApplied] = useState(filter.q);
  if (filter.q !== applied) {
    setApplied(filter.q);
    // Cleared from elsewhere; what is being typed is ahead of what was applied, and stays.
    if (filter.q === undefined) setText('');
  }
  const changing = useRef(change);
  changing.current = change;
  useEffect(() => {
    if (text.trim() === (filter.q ?? '')) return;
    const timer = setTimeout(() => changing.current({ q: text.trim() }), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text, filter.q]);
  return (
    <div className="flex items-center gap-1.5">
      <div className="relative grow">
        <Search className="pointer-events-none absolute top-1/2 left-3 size-4.5 -translate-y-1/2 text-muted" aria-hidden />
        <input
          ref={field}
          type="search"
          aria-label={t('inbox.search')}
          placeholder={t('inbox.searchShort')}
          className="control pl-9"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            setText('');
            change({ q: '' });
            event.currentTarget.blur();
          }}
        />
      </div>
      <FilterMenu filter={filter} />
    </div>
  );
}

function Tabs({ filter }: { filter: Filter }) {
  const { t, number } = useWords();
  const change = useChange();
  const counts = useCounts();
  const count = { mine: counts?.mine, unassigned: counts?.unassigned, all: undefined };
  return (
    <div role="group" aria-label={t('inbox.tabs')} className="-mb-px flex gap-4 px-1">
      {TABS.map((tab) => {
        const isChosen = filter.tab === tab;
        return (
          <button
            key={tab}
            type="button"
            aria-pressed={isChosen}
            onClick={() => change({ tab: tab === 'all' ? '' : tab, person: '' })}
            className={cn(
              'flex min-h-10 items-center gap-1.5 border-b-2 text-sm font-medium transition-colors',
              isChosen ? 'border-brand text-brand-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(`inbox.tab.${tab}`)}
            {count[tab] !== undefined && (
              <span className="rounded-full bg-raised px-1.5 text-xs tabular-nums text-ink">{number(count[tab])}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}

function FilterMenu({ filter }: { filter: Filter }) {
  const { t, number } = useWords();
  const change = useChange();
  const counts = useCounts();
  const outlets = useOutlets();
  const teams = useTeams();
  const members = useMembers().filter(({ role }) => role !== 'viewer');
  const labels = useLabels();
  const active = Object.keys(filter).filter((name) => !['tab', 'sort', 'q'].includes(name)).length;
  const any = (text: string) => ['', text] as const;
  const withCount = (text: string, count: number | undefined) => (
    <span className="flex justify-between gap-3">
      {text}
      {count !== undefined && <span className="text-muted tabular-nums">{number(count)}</span>}
    </span>
  );
  return (
    <Menu
      trigger={
        <Button
          variant="secondary"
          size="icon"
          className="relative"
          aria-label={active ? t('inbox.filterActive', { count: active }) : t('inbox.filter')}
        >
          <ListFilter aria-hidden />
          {active > 0 && <span className="absolute -top-1 -right-1 size-3 rounded-full border-2 border-surface bg-brand" aria-hidden />}
        </Button>
      }
    >
      <MenuLabel>{t('inbox.sort')}</MenuLabel>
      <MenuChoice
        value={filter.sort}
        onValue={(sort) => change({ sort: sort === 'newest' ? '' : sort })}
        options={SORTS.map((sort) => [sort, t(`inbox.sort.${sort}`)])}
      />
      <MenuLabel>{t('column.status')}</MenuLabel>
      <MenuChoice
        value={filter.state ?? ''}
        onValue={(state) => change({ state })}
        options={[
          any(t('conversations.any')),
          ...STATES.map(
            (state) => [state, withCount(t(`conversation.state.${state}`), state === 'closed' ? undefined : counts?.[state])] as const,
          ),
        ]}
      />
      <MenuLabel>{t('inbox.reading')}</MenuLabel>
      <MenuChoice
        value={filter.unread ? 'true' : ''}
        onValue={(unread) => change({ unread })}
        options={[any(t('inbox.readAndUnread')), ['true', withCount(t('inbox.unreadOnly'), counts?.unread)]]}
      />
      <MenuLabel>{t('inbox.priority')}</MenuLabel>
      <MenuChoice
        value={filter.priority ?? ''}
        onValue={(priority) => change({ priority })}
        options={[
          any(t('inbox.anyPriority')),
          ...[...PRIORITIES].reverse().map((priority) => [priority, t(`priority.${priority}`)] as const),
        ]}
      />
      {outlets.length > 1 && (
        <>
          <MenuLabel>{t('inbox.outlet')}</MenuLabel>
          <MenuChoice
            value={filter.outletId ?? ''}
            onValue={(outlet) => change({ outlet })}
            options={[any(t('inbox.anyOutlet')), ...outlets.map(({ id, name }) => [id, name] as const)]}
          />
        </>
      )}
      {teams.length > 0 && (
        <>
          <MenuLabel>{t('inbox.team')}</MenuLabel>
          <MenuChoice
            value={filter.teamId ?? ''}
            onValue={(team) => change({ team })}
            options={[any(t('inbox.anyTeam')), ...teams.map(({ id, name }) => [id, name] as const)]}
          />
        </>
      )}
      {members.length > 1 && (
        <>
          <MenuLabel>{t('inbox.person')}</MenuLabel>
          <MenuChoice
            value={filter.assigneeId ?? ''}
            onValue={(person) => change({ person, ...(person && { tab: '' }) })}
            options={[any(t('inbox.anyPerson')), ...members.map(({ id, name }) => [id, name] as const)]}
          />
        </>
      )}
      {labels.length > 0 && (
        <>
          <MenuLabel>{t('inbox.labels')}</MenuLabel>
          <MenuChoice
            value={filter.labelId ?? ''}
            onValue={(label) => change({ label })}
            options={[
              any(t('inbox.anyLabel')),
              ...labels.map(
                ({ id, name, color }) =>
                  [
                    id,
                    <span key={id} className="flex items-center gap-2">
                      <ColorDot color={color} />
                      {name}
                    </span>,
                  ] as const,
              ),
            ]}
          />
        </>
      )}
      {active > 0 && (
        <DropdownMenu.Item
          className="mt-1 flex min-h-9 items-center rounded-md border-t border-line px-2.5 py-1.5 font-medium text-brand-ink outline-none data-[highlighted]:bg-raised"
          onSelect={() => change({ state: '', outlet: '', team: '', person: '', label: '', priority: '', unread: '' })}
        >
          {t('inbox.clearFilter')}
        </DropdownMenu.Item>
      )}
    </Menu>
  );
}

/** What narrows the list, each to be taken away. */
function Chosen({ filter }: { filter: Filter }) {
  const { t } = useWords();
  const change = useChange();
  const outlets = useOutlets();
  const teams = useTeams();
  const members = useMembers();
  const labels = useLabels();
  const named = (rows: readonly { id: string; name: string }[], id: string) => rows.find((row) => row.id === id)?.name ?? '…';
  const chips: [Names, string][] = [];
  if (filter.state) chips.push(['state', t(`conversation.state.${filter.state}`)]);
  if (filter.unread) chips.push(['unread', t('inbox.unreadOnly')]);
  if (filter.priority) chips.push(['priority', t('inbox.priorityIs', { priority: t(`priority.${filter.priority}`) })]);
  if (filter.outletId) chips.push(['outlet', named(outlets, filter.outletId)]);
  if (filter.teamId) chips.push(['team', named(teams, filter.teamId)]);
  if (filter.assigneeId) chips.push(['person', named(members, filter.assigneeId)]);
  if (filter.labelId) chips.push(['label', named(labels, filter.labelId)]);
  if (filter.sort !== 'newest') chips.push(['sort', t(`inbox.sort.${filter.sort}`)]);
  if (chips.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 border-b border-line px-3 py-2">
      {chips.map(([name, text]) => (
        <li key={name}>
          <button
            type="button"
            className="inline-flex min-h-7 items-center gap-1 rounded-full bg-brand-soft py-0.5 pr-1.5 pl-2.5 text-xs font-medium text-brand-ink hover:brightness-95"
            aria-label={t('inbox.removeFilter', { name: text })}
            onClick={() => change({ [name]: '' })}
          >
            <span className="max-w-40 truncate">{text}</span>
            <X className="size-3.5" aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Rows({ filter, selected, onRows }: Pick<Props, 'filter' | 'selected' | 'onRows'>) {
  const { t } = useWords();
  const query = useConversations(filter);
  const rows = rowsOf(query.data);
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
      {query.isPending && <SkeletonRows rows={7} />}
      {rows.length === 0 ? (
        problem || (query.data && hits.isNone && <Empty filter={filter} />)
      ) : (
        <ul aria-label={t('conversations.list')}>
          {rows.map((conversation) => (
            <li key={conversation.id} className="[contain-intrinsic-size:auto_5.5rem] [content-visibility:auto]">
              <Row conversation={conversation} selected={conversation.id === selected} search={parameters.toString()} />
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

function Row({ conversation, selected, search }: { conversation: Conversation; selected: boolean; search: string }) {
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
      <Avatar id={conversation.contact.id} name={name} />
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
      <bdi className="truncate">{last.text ? plain(last.text) : typeName(last.type)}</bdi>
    </span>
  );
}

/** Messages in which the words stand. `isNone`: none was found, or none was looked for. */
function useHits(q: string) {
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

function Hits({ hits: { query, rows, isShown }, search }: { hits: ReturnType<typeof useHits>; search: string }) {
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
