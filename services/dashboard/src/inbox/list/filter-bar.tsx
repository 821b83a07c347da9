import { ListFilter, Search, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { Menu, MenuChoice, MenuLabel } from '../../components/menu';
import { useWords } from '../../i18n/i18n';
import { ColorDot } from '../marks';
import { PRIORITIES, STATES } from '../data/contract';
import { useCounts, useLabels, useMembers, useOutlets, useTeams } from '../data/use-inbox-data';
import { SORTS, TABS, type Filter } from './filter';
import { type Names, useChange } from './use-change';

const TYPED_MS = 300;

export function SearchField({ filter, field }: { filter: Filter; field: RefObject<HTMLInputElement | null> }) {
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

export function Tabs({ filter }: { filter: Filter }) {
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
export function Chosen({ filter }: { filter: Filter }) {
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
