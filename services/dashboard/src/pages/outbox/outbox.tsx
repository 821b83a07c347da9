import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Inbox, Send } from 'lucide-react';
import { useEffect } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Button } from '../../components/button';
import { cn } from '../../components/cn';
import { EmptyState, PageHeader, SkeletonRows } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useTypeName } from '../../inbox/type-name';
import { Reason } from '../../sending/reason';
import { listMessages } from '../../sending/requests';
import { MessageStatusBadge, type SentMessage } from '../../sending/status-badge';
import { useSendingTexts } from '../../sending/use-sending-texts';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { MessageDialog } from './message-dialog';
import { OutboxFilters } from './outbox-filters';
import { filterOf, queryOf, tabOf, TABS } from './outbox-filter';
import { useRecipient } from './use-recipient';

/** While something on the page may still move, and while nothing does. */
const SOON_MS = 4_000;
const LATER_MS = 30_000;
const MOVING: readonly string[] = ['scheduled', 'queued', 'sending', 'unknown', 'accepted', 'sent'];
/** What has not moved for so long may not for days: a phone that is off. */
const STILL_MS = 3_600_000;
const REPLACE = { replace: true, preventScrollReset: true };

const isMoving = ({ status, updatedAt }: SentMessage): boolean => MOVING.includes(status) && Date.now() - Date.parse(updatedAt) < STILL_MS;

/** Every message that leaves, newest first, and what became of it. */
export function OutboxPage() {
  const { t } = useWords();
  const s = useSendingTexts();
  const tenantId = useTenantId();
  const signed = useSigned();
  const { id } = useParams();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const tab = tabOf(parameters);
  const filter = filterOf(parameters);
  const query = queryOf(tab, filter);
  const outlets = useQuery({
    queryKey: ['outlets', tenantId, 'first'],
    queryFn: () => unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 50 } } })),
  });
  const messages = useInfiniteQuery({
    queryKey: ['messages', tenantId, 'list', query],
    queryFn: ({ pageParam }) => listMessages({ ...pageQuery(pageParam), ...query }),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isMoving)) ? SOON_MS : LATER_MS),
  });
  // A filter may find nothing among the newest messages and something further back.
  const { hasNextPage, isFetching, fetchNextPage, isFetchNextPageError } = messages;
  const isBare = messages.data?.pages.every(({ items }) => items.length === 0) ?? false;
  const looksOn = isBare && hasNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (looksOn && !isFetching) void fetchNextPage();
  }, [looksOn, isFetching, fetchNextPage]);

  const set = (part: Record<string, string>) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(part)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      return next;
    }, REPLACE);
  const isFiltered = tab !== 'all' || Object.values(filter).some(Boolean);
  const search = parameters.size > 0 ? `?${parameters}` : '';
  const toSend = may(signed, 'send') && (
    <Button asChild>
      <Link to="/send">
        <Send aria-hidden />
        {t('nav.send')}
      </Link>
    </Button>
  );
  return (
    <>
      <PageHeader title={t('nav.outbox')} text={s('outbox.text')} actions={toSend} />
      <div role="group" aria-label={s('outbox.tabs')} className="mb-4 flex flex-wrap gap-x-5 border-b border-line">
        {TABS.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={tab === each}
            onClick={() => set({ tab: each === 'all' ? '' : each, ...(each === 'all' ? {} : { status: '' }) })}
            className={cn(
              '-mb-px min-h-10 border-b-2 text-sm font-medium transition-colors',
              tab === each ? 'border-brand text-brand-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {s(`outbox.tab.${each}`)}
          </button>
        ))}
      </div>
      <OutboxFilters tab={tab} filter={filter} onFilter={set} outlets={outlets.data?.items ?? []} />
      <div className="card">
        {looksOn ? (
          <SkeletonRows />
        ) : (
          <Listing
            query={messages}
            empty={
              isFiltered ? (
                <EmptyState icon={Inbox} title={s('outbox.noneFound')} text={s('outbox.noneFoundText')} />
              ) : (
                <EmptyState icon={Inbox} title={s('outbox.empty')} text={s('outbox.emptyText')} action={toSend} />
              )
            }
          >
            {(rows) => <Rows rows={rows} outlets={outlets.data?.items ?? []} search={search} />}
          </Listing>
        )}
      </div>
      <MessageDialog
        id={id}
        outlets={outlets.data?.items ?? []}
        onClose={() => void navigate(`/outbox${search}`, { preventScrollReset: true })}
      />
    </>
  );
}

interface RowsProps {
  rows: SentMessage[];
  outlets: readonly { id: string; name: string }[];
  search: string;
}

function Rows({ rows, outlets, search }: RowsProps) {
  const { t, date } = useWords();
  const s = useSendingTexts();
  const typeName = useTypeName();
  const recipient = useRecipient();
  return (
    <Table<SentMessage>
      label={t('nav.outbox')}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'to',
          title: s('outbox.to'),
          main: true,
          cell: (message) => (
            <Link
              to={`/outbox/${message.id}${search}`}
              preventScrollReset
              className="font-medium break-all text-brand-ink hover:underline"
              aria-label={s('outbox.open', { to: recipient(message) })}
            >
              <bdi>{recipient(message)}</bdi>
            </Link>
          ),
        },
        { key: 'type', title: s('outbox.type'), cell: ({ type }) => (type === 'text' ? s('send.kind.text') : typeName(type)) },
        { key: 'outlet', title: s('outbox.outlet'), cell: ({ outletId }) => outlets.find(({ id }) => id === outletId)?.name ?? '–' },
        { key: 'status', title: s('outbox.status'), cell: (message) => <State message={message} /> },
        {
          key: 'created',
          title: s('outbox.created'),
          cell: ({ createdAt }) => (
            <time dateTime={createdAt} className="whitespace-nowrap">
              {date(createdAt)}
            </time>
          ),
        },
      ]}
    />
  );
}

/** How far it is, and of a failed one why. */
function State({ message }: { message: SentMessage }) {
  const error = message.errors.at(-1);
  return (
    <div className="grid max-w-md justify-items-start gap-1 max-md:justify-items-end max-md:text-right">
      <MessageStatusBadge status={message.status} />
      {message.status === 'failed' && error && (
        <div className="text-sm">
          <Reason error={error} short />
        </div>
      )}
    </div>
  );
}
