import { QueryClient } from '@tanstack/react-query';
import { Passing } from '../../live/passing';
import { RecentEvents } from '../../live/recent-events';
import type { DurableEvent } from '../../live/events';
import type { Conversation } from './contract';
import type { Filter } from '../list/filter';
import { InboxCache, type Notice } from './inbox-cache';
import { rowsOf, type ListData } from './list-data';
import { conversationEvent, conversationOf, messageEvent, messageOf } from './samples';
import type { ThreadData } from './thread-data';

const ALL: Filter = { tab: 'all', sort: 'newest' };
const settled = () => new Promise((resolve) => setImmediate(resolve));

function setUp(server: Record<string, Conversation> = {}) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const notices: Notice[] = [];
  const fetched: string[] = [];
  const erased: string[] = [];
  const cache = new InboxCache({
    queries,
    tenantId: 'acme',
    me: 'luis',
    passing: new Passing(() => () => undefined),
    fetchConversation: async (id) => {
      fetched.push(id);
      const found = server[id];
      if (!found) throw new Error('404');
      return found;
    },
    heard: () => undefined,
    notice: (notice) => void notices.push(notice),
    erased: (id) => void erased.push(id),
    later: (task, ms) => ms < 100 && task(),
  });
  const showList = (rows: Conversation[], filter = ALL) =>
    queries.setQueryData<ListData>(cache.keys.list(filter), { pages: [{ items: rows, nextCursor: null }], pageParams: [''] });
  const shown = (filter = ALL) => rowsOf(queries.getQueryData<ListData>(cache.keys.list(filter)));
  return { queries, cache, notices, fetched, erased, showList, shown };
}

describe('the cache of the inbox', () => {
  it('changes every list, the conversation and its thread by one event', () => {
    const { queries, cache, showList, shown } = setUp();
    const mine: Filter = { tab: 'mine', sort: 'newest' };
    const before = conversationOf({ assigneeId: 'luis', owner: 'agent' });
    showList([before]);
    showList([before], mine);
    queries.setQueryData(cache.keys.conversation('c1'), before);
    queries.setQueryData<ThreadData>(cache.keys.thread('c1'), { messages: [messageOf(1)], older: null });
    cache.durable(messageEvent(before, messageOf(2)));
    expect(shown()[0]?.lastMessage?.text).toBe('text 2');
    expect(shown(mine)[0]?.unreadCount).toBe(1);
    expect(queries.getQueryData<Conversation>(cache.keys.conversation('c1'))?.lastSeq).toBe(2);
    expect(queries.getQueryData<ThreadData>(cache.keys.thread('c1'))?.messages).toHaveLength(2);
  });

  it.each([
    ['saved_view', 'views'],
    ['macro', 'macros'],
    ['canned_reply', 'canned'],
    ['survey', 'survey-settings'],
  ])('reads anew what somebody else has changed, and nothing else: %s', (what, name) => {
    const { queries, cache } = setUp();
    const names = ['views', 'macros', 'canned', 'labels', 'survey-settings'];
    for (const each of names) queries.setQueryData([...cache.keys.base, each], []);
    const stale = () => names.filter((each) => queries.getQueryState([...cache.keys.base, each])?.isInvalidated);
    cache.passing({ kind: 'settings', what });
    expect(stale()).toEqual([name]);
    cache.reconnected();
    expect(stale()).toEqual(names);
  });

  it('reads a conversation that it does not know once, and shows it', async () => {
    const stranger = conversationOf({ id: 'new', contact: { id: 'x', name: 'New' } });
    const { cache, fetched, showList, shown } = setUp({ new: stranger });
    showList([]);
    cache.durable(messageEvent(stranger, messageOf(1), 1));
    cache.durable(messageEvent(stranger, messageOf(2), 2));
    await settled();
    expect([fetched, shown().map(({ contact }) => contact.name)]).toEqual([['new'], ['New']]);
  });

  it('applies again to an answer what happened while it was on its way', async () => {
    const { queries, cache, shown } = setUp();
    const recent = new RecentEvents<DurableEvent>();
    cache.follow(recent);
    const before = conversationOf();
    let answer: (page: { items: Conversation[]; nextCursor: null }) => void = () => undefined;
    const fetching = queries.fetchInfiniteQuery({
      queryKey: cache.keys.list(ALL),
      queryFn: () => new Promise<{ items: Conversation[]; nextCursor: null }>((resolve) => (answer = resolve)),
      initialPageParam: '',
    });
    await settled();
    const event = conversationEvent({ ...before, owner: 'agent', assigneeId: 'nina', epoch: 2 });
    recent.push(event);
    cache.durable(event);
    // Read before it happened.
    answer({ items: [before], nextCursor: null });
    await fetching;
    await settled();
    expect(shown()[0]).toMatchObject({ owner: 'agent', assigneeId: 'nina' });
  });

  it('tells once what needs somebody: an assignment, a customer who waits, an answer to me', () => {
    const { cache, notices, showList } = setUp();
    const before = conversationOf();
    showList([before]);
    cache.durable(conversationEvent({ ...before, state: 'pending', owner: 'none' }));
    cache.durable(conversationEvent({ ...before, state: 'pending', owner: 'none', priority: 'high' }));
    const mine: Conversation = { ...before, owner: 'agent', assigneeId: 'luis' };
    cache.durable(conversationEvent(mine));
    cache.durable(messageEvent(mine, messageOf(2)));
    cache.durable(messageEvent(mine, messageOf(3, { direction: 'outbound', author: 'agent' })));
    expect(notices.map(({ kind }) => kind)).toEqual(['waiting', 'assigned', 'message']);
  });

  it('keeps nothing of a customer who was erased, whatever comes late', async () => {
    const before = conversationOf();
    const { queries, cache, erased, showList, shown } = setUp({ c1: before });
    showList([before, conversationOf({ id: 'c2' })]);
    const of = [
      cache.keys.conversation('c1'),
      cache.keys.thread('c1'),
      cache.keys.notes('c1'),
      cache.keys.contact('ana'),
      [...cache.keys.base, 'media', 'photo'],
    ];
    const photo = { id: 'photo', status: 'stored' as const, contentType: 'image/jpeg' };
    queries.setQueryData(of[0]!, before);
    queries.setQueryData(of[1]!, { messages: [messageOf(1, { media: photo })], older: null });
    for (const key of of.slice(2)) queries.setQueryData(key, []);
    const loading = cache.load('c1');
    cache.durable({ kind: 'merged', outletId: 'shop', inboxSeq: 1, conversationId: 'c1', into: null });
    cache.durable(messageEvent(before, messageOf(2), 2));
    await loading;
    expect(shown().map(({ id }) => id)).toEqual(['c2']);
    expect(of.map((key) => queries.getQueryData(key))).toEqual(of.map(() => undefined));
    expect(queries.getQueryData(cache.keys.merged('c1'))).toBeNull();
    expect(erased).toEqual(['c1']);
  });

  it('has the counts read at once after an own action', () => {
    const { queries, cache, showList } = setUp();
    showList([conversationOf()]);
    queries.setQueryData(cache.keys.counts, {});
    cache.took(conversationOf({ owner: 'agent', assigneeId: 'luis' }));
    expect(queries.getQueryState(cache.keys.counts)?.isInvalidated).toBe(true);
  });

  it('asks again for what is stale, and for nothing of another inbox', () => {
    const { queries, cache, showList } = setUp();
    showList([conversationOf()]);
    queries.setQueryData(cache.keys.conversation('c1'), conversationOf());
    queries.setQueryData(cache.keys.thread('c1'), { messages: [], older: null });
    queries.setQueryData(cache.keys.conversation('c2'), conversationOf({ id: 'c2', outletId: 'other' }));
    queries.setQueryData(cache.keys.thread('c2'), { messages: [], older: null });
    cache.stale({ outletIds: ['shop'], conversationIds: [] });
    const isStale = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated;
    expect([cache.keys.list(ALL), cache.keys.thread('c1'), cache.keys.conversation('c1')].map(isStale)).toEqual([true, true, true]);
    expect([cache.keys.thread('c2'), cache.keys.conversation('c2')].map(isStale)).toEqual([false, false]);
  });
});
