import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Bot, Check, CheckCheck, CircleAlert, Clock, MessagesSquare, User } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, unwrap, type Schemas } from '../api/client';
import { toProblem } from '../api/problem';
import { Badge, type Tone } from '../components/badge';
import { Button } from '../components/button';
import { cn } from '../components/cn';
import { EmptyState, PageHeader, SkeletonRows } from '../components/layout';
import { Listing, nextCursor, pageQuery } from '../components/listing';
import { ProblemNote } from '../components/problem-note';
import { useToast } from '../components/toast';
import { useWords } from '../i18n/i18n';
import { may } from '../session/permissions';
import { useSigned, useTenantId } from '../session/session-context';

type Conversation = Schemas['ConversationDto'];
type Message = Schemas['Conversation_MessageDto'];
const POLL_MS = 4_000;

const STATES = ['open', 'pending', 'snoozed', 'closed'] as const;
const STATE_TONES: Record<Conversation['state'], Tone> = { open: 'good', pending: 'warn', snoozed: 'info', closed: 'neutral' };
const OWNER_TONES: Record<Conversation['owner'], Tone> = { bot: 'brand', agent: 'info', none: 'neutral' };
const nameOf = ({ contact }: Conversation): string => contact.name || contact.username || contact.phone || contact.userId || contact.id;

/** List and thread beside each other; on a phone one at a time. */
export function ConversationsPage() {
  const { t } = useWords();
  const { id } = useParams();
  return (
    <>
      <div className={cn(id && 'max-lg:sr-only')}>
        <PageHeader title={t('nav.conversations')} text={t('conversations.text')} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div className={cn(id && 'max-lg:hidden')}>
          <List selected={id} />
        </div>
        <div className={cn(!id && 'max-lg:hidden')}>
          {id ? (
            <Thread key={id} id={id} />
          ) : (
            <div className="card">
              <EmptyState icon={MessagesSquare} title={t('conversations.choose')} text={t('conversations.chooseText')} />
            </div>
          )}
        </div>
      </div>
    </>
  );
}

function List({ selected }: { selected: string | undefined }) {
  const { t, ago } = useWords();
  const tenantId = useTenantId();
  const [state, setState] = useState('');
  const conversations = useInfiniteQuery({
    queryKey: ['conversations', tenantId, 'list', state],
    queryFn: ({ pageParam }) => {
      const chosen = STATES.find((each) => each === state);
      return unwrap(api.GET('/api/v1/conversations', { params: { query: { ...pageQuery(pageParam), ...(chosen && { state: chosen }) } } }));
    },
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: POLL_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <section className="card overflow-hidden" aria-label={t('conversations.list')}>
      <div className="border-b border-line p-3">
        <select aria-label={t('column.status')} className="control" value={state} onChange={(event) => setState(event.target.value)}>
          <option value="">{t('conversations.any')}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {t(`conversation.state.${each}`)}
            </option>
          ))}
        </select>
      </div>
      <Listing
        query={conversations}
        empty={<EmptyState icon={MessagesSquare} title={t('conversations.empty')} text={t('conversations.emptyText')} />}
      >
        {(rows) => (
          <ul className="divide-y divide-line lg:max-h-[65dvh] lg:overflow-y-auto">
            {rows.map((conversation) => (
              <li key={conversation.id}>
                <Link
                  to={`/conversations/${conversation.id}`}
                  aria-current={conversation.id === selected ? 'page' : undefined}
                  className={cn('block p-4 -outline-offset-2', conversation.id === selected ? 'bg-brand-soft' : 'hover:bg-raised')}
                >
                  <span className="flex items-baseline justify-between gap-3">
                    <span className="truncate font-medium">{nameOf(conversation)}</span>
                    <span className="shrink-0 text-sm text-muted">{ago(conversation.lastMessageAt)}</span>
                  </span>
                  <span className="mt-1.5 flex flex-wrap gap-1.5">
                    <Badge tone={STATE_TONES[conversation.state]}>{t(`conversation.state.${conversation.state}`)}</Badge>
                    <Owner owner={conversation.owner} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Listing>
    </section>
  );
}

function Owner({ owner }: { owner: Conversation['owner'] }) {
  const { t } = useWords();
  return (
    <Badge tone={OWNER_TONES[owner]}>
      {owner === 'bot' && <Bot aria-hidden />}
      {owner === 'agent' && <User aria-hidden />}
      {t(`conversation.owner.${owner}`)}
    </Badge>
  );
}

/** All messages, oldest first, page by page. */
async function wholeThread(id: string): Promise<Message[]> {
  const messages: Message[] = [];
  let cursor: string | null | undefined;
  do {
    const query = cursor ? { limit: 100, cursor } : { limit: 100 };
    const page = await unwrap(api.GET('/api/v1/conversations/{id}/messages', { params: { path: { id }, query } }));
    messages.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && messages.length < 1_000);
  return messages;
}

function Thread({ id }: { id: string }) {
  const { t, date } = useWords();
  const tenantId = useTenantId();
  const answers = may(useSigned(), 'answer');
  const conversation = useQuery({
    queryKey: ['conversations', tenantId, id],
    queryFn: () => unwrap(api.GET('/api/v1/conversations/{id}', { params: { path: { id } } })),
    refetchInterval: POLL_MS,
  });
  const messages = useQuery({
    queryKey: ['conversations', tenantId, id, 'messages'],
    queryFn: () => wholeThread(id),
    refetchInterval: POLL_MS,
  });
  const scroller = useRef<HTMLDivElement>(null);
  const count = messages.data?.length ?? 0;
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [count]);

  const problem =
    (conversation.isError && !conversation.data && conversation.error) || (messages.isError && !messages.data && messages.error);
  return (
    <section aria-labelledby="thread" className="card flex flex-col overflow-hidden">
      <header className="flex flex-wrap items-center gap-3 border-b border-line p-3 sm:p-4">
        <Button asChild variant="ghost" size="icon" className="lg:hidden">
          <Link to="/conversations" aria-label={t('conversations.back')}>
            <ArrowLeft aria-hidden />
          </Link>
        </Button>
        <div className="min-w-0 grow">
          <h2 id="thread" className="truncate font-semibold">
            {conversation.data ? nameOf(conversation.data) : t('conversations.thread')}
          </h2>
          {conversation.data && (
            <div className="mt-1 flex flex-wrap gap-1.5">
              <Badge tone={STATE_TONES[conversation.data.state]}>{t(`conversation.state.${conversation.data.state}`)}</Badge>
              <Owner owner={conversation.data.owner} />
            </div>
          )}
        </div>
        {answers && conversation.data && <Actions conversation={conversation.data} />}
      </header>
      {problem && (
        <div className="p-4">
          <ProblemNote problem={problem} retry={() => Promise.all([conversation.refetch(), messages.refetch()])} />
        </div>
      )}
      {messages.isPending && <SkeletonRows />}
      {messages.data && (
        <div
          ref={scroller}
          tabIndex={0}
          role="log"
          aria-label={t('conversations.messages')}
          className="grid max-h-[65dvh] gap-3 overflow-y-auto bg-canvas p-4 -outline-offset-2"
        >
          {messages.data.map((message) => (
            <Bubble key={message.id} message={message} />
          ))}
        </div>
      )}
      {conversation.data?.windowExpiresAt && (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">
          {Date.parse(conversation.data.windowExpiresAt) > Date.now()
            ? t('conversations.windowOpen', { until: date(conversation.data.windowExpiresAt) })
            : t('conversations.windowClosed')}
        </p>
      )}
    </section>
  );
}

function Actions({ conversation: { id, owner, state } }: { conversation: Conversation }) {
  const { t, explain } = useWords();
  const say = useToast();
  const tenantId = useTenantId();
  const { me } = useSigned();
  const queries = useQueryClient();
  const params = { path: { id } };
  const act = useMutation({
    mutationFn: (action: 'take' | 'release' | 'close') => {
      if (action === 'take') return unwrap(api.POST('/api/v1/conversations/{id}/assign', { params, body: { userId: me.id } }));
      if (action === 'release') return unwrap(api.POST('/api/v1/conversations/{id}/release', { params }));
      return unwrap(api.POST('/api/v1/conversations/{id}/close', { params }));
    },
    onSuccess: (_, action) => say(t(`conversations.done.${action}`)),
    onError: (error) => say(explain(toProblem(error)), 'bad'),
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversations', tenantId] }),
  });
  const button = (action: 'take' | 'release' | 'close') => (
    <Button
      key={action}
      variant="secondary"
      size="small"
      busy={act.isPending && act.variables === action}
      onClick={() => act.mutate(action)}
    >
      {t(`conversations.${action}`)}
    </Button>
  );
  return (
    <div className="flex flex-wrap gap-2">
      {owner !== 'agent' && button('take')}
      {owner === 'agent' && button('release')}
      {state !== 'closed' && button('close')}
    </div>
  );
}

function Bubble({ message }: { message: Message }) {
  const { t, date } = useWords();
  const out = message.direction === 'outbound';
  return (
    <article
      aria-label={t('conversations.by', { author: t(`author.${message.author}`) })}
      className={cn(
        'max-w-[85%] rounded-2xl px-3.5 py-2.5 sm:max-w-[75%]',
        out ? 'justify-self-end rounded-br-md bg-brand-soft' : 'justify-self-start rounded-bl-md border border-line bg-surface',
      )}
    >
      <p className={cn('mb-0.5 flex items-center gap-1.5 text-xs font-medium', out ? 'text-brand-ink' : 'text-muted')}>
        {message.author === 'bot' && <Bot className="size-3.5" aria-hidden />}
        {t(`author.${message.author}`)}
      </p>
      {message.text ? (
        <p className="break-words whitespace-pre-wrap">{message.text}</p>
      ) : (
        <p className="text-muted italic">{t('conversations.type', { type: message.type })}</p>
      )}
      <p className={cn('mt-1 flex items-center justify-end gap-1 text-xs', out ? 'text-brand-ink' : 'text-muted')}>
        <time dateTime={message.at}>{date(message.at, 'time')}</time>
        {out && <Ticks status={message.status} />}
      </p>
    </article>
  );
}

/** One tick sent, two delivered, two in colour read. */
function Ticks({ status }: { status: string }) {
  const { t } = useWords();
  const known = (['accepted', 'sent', 'delivered', 'read', 'failed'] as const).find((each) => each === status);
  const label = known ? t(`message.${known}`) : t('message.queued');
  const Icon = { sent: Check, delivered: CheckCheck, read: CheckCheck, failed: CircleAlert, accepted: Clock }[known ?? 'accepted'];
  return (
    <span className={cn('inline-flex items-center gap-0.5', known === 'read' && 'text-info', known === 'failed' && 'text-bad')}>
      <Icon className="size-4" aria-hidden />
      <span className={known === 'failed' ? '' : 'sr-only'}>{label}</span>
    </span>
  );
}
