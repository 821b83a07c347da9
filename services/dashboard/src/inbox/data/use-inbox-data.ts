import { keepPreviousData, skipToken, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, unwrap } from '../../api/client';
import { serverNow } from '../../api/clock';
import { useSigned, useTenantId } from '../../session/session-context';
import type { Conversation, Message, Presence } from './contract';
import { queryOf, type Filter } from '../list/filter';
import { useInbox, usePolling } from './inbox-context';
import { cannedReplies, inbox, labels, teams, whole } from './requests';
import { lastSeqOf, merged, type ThreadData } from './thread-data';

/** What is kept up to date live is asked for again only when it was out of sight for a while. */
const FRESH_MS = 30_000;
const RARELY_MS = 300_000;
const THREAD_PAGE = 50;
/** A thread that was read further back than this is read anew from its end. */
const MAX_AGAIN = 1_000;

export function useConversations(filter: Filter) {
  const { cache } = useInbox();
  return useInfiniteQuery({
    queryKey: cache.keys.list(filter),
    queryFn: ({ pageParam }) => inbox.list({ ...queryOf(filter), limit: 30, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: FRESH_MS,
    refetchInterval: usePolling(),
  });
}

export function useCounts() {
  const { cache } = useInbox();
  return useQuery({ queryKey: cache.keys.counts, queryFn: inbox.counts, staleTime: FRESH_MS, refetchInterval: usePolling() }).data;
}

export function useConversation(id: string) {
  const { cache } = useInbox();
  return useQuery({
    queryKey: cache.keys.conversation(id),
    queryFn: () => inbox.get(id),
    placeholderData: (): Conversation | undefined => cache.find(id),
    staleTime: FRESH_MS,
    refetchInterval: usePolling(),
  });
}

/** Where a conversation has gone that became one with another while it was looked at; null where it was erased. */
export function useMergedInto(id: string): string | null | undefined {
  const { cache } = useInbox();
  return useQuery<string | null>({ queryKey: cache.keys.merged(id), queryFn: skipToken }).data;
}

/** The newest messages; read again, as far back as they were read before. */
async function readThread(id: string, before: ThreadData | undefined): Promise<ThreadData> {
  const from = before?.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  const found: Message[] = [];
  let cursor: string | undefined;
  do {
    const page = await inbox.messages(id, before ? 100 : THREAD_PAGE, cursor);
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && found.length < MAX_AGAIN && (found.at(-1)?.seq ?? 0) > from);
  return { messages: merged([], found), older: cursor ?? null };
}

export function useThread(id: string) {
  const { cache, live } = useInbox();
  const queries = useQueryClient();
  const queryKey = cache.keys.thread(id);
  const query = useQuery({
    queryKey,
    queryFn: () => readThread(id, queries.getQueryData<ThreadData>(queryKey)),
    staleTime: FRESH_MS,
    refetchInterval: usePolling(),
  });
  const [older, setOlder] = useState<{ busy: boolean; error?: unknown }>({ busy: false });
  const readOlder = async () => {
    const cursor = query.data?.older;
    if (!cursor || older.busy) return;
    setOlder({ busy: true });
    try {
      const page = await inbox.messages(id, THREAD_PAGE, cursor);
      queries.setQueryData<ThreadData>(
        queryKey,
        (data) => data && { messages: merged(data.messages, page.items), older: data.older === cursor ? page.nextCursor : data.older },
      );
      setOlder({ busy: false });
    } catch (error) {
      setOlder({ busy: false, error });
    }
  };
  const lastSeq = query.data ? lastSeqOf(query.data) : 0;
  useEffect(() => live.watch(id), [live, id]);
  return { query, older, readOlder, lastSeq };
}

export function useNotes(id: string) {
  const { cache } = useInbox();
  return useQuery({
    queryKey: cache.keys.notes(id),
    queryFn: () => inbox.notes(id),
    staleTime: FRESH_MS,
    refetchInterval: usePolling(),
  });
}

/** What happened beside the messages, as far back as those are loaded. @param fromSeq of the oldest one; 0 where it is the first */
export function useActivities(id: string, fromSeq: number) {
  const { cache } = useInbox();
  return useQuery({
    queryKey: [...cache.keys.activities(id), fromSeq],
    queryFn: () => inbox.activities(id, fromSeq),
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchInterval: usePolling(),
  });
}

const NONE: never[] = [];

export function useLabels() {
  const { cache } = useInbox();
  return useQuery({ queryKey: cache.keys.named('labels'), queryFn: labels.all, staleTime: RARELY_MS }).data ?? NONE;
}
export function useTeams() {
  const { cache } = useInbox();
  return useQuery({ queryKey: cache.keys.named('teams'), queryFn: teams.all, staleTime: RARELY_MS }).data ?? NONE;
}
export function useCannedReplies() {
  const { cache } = useInbox();
  return useQuery({ queryKey: cache.keys.named('canned'), queryFn: cannedReplies.all, staleTime: RARELY_MS }).data ?? NONE;
}
export function useOutlets() {
  const { cache } = useInbox();
  return (
    useQuery({
      queryKey: cache.keys.named('outlets'),
      queryFn: async () => (await unwrap(api.GET('/api/v1/outlets', { params: { query: { limit: 100 } } }))).items,
      staleTime: RARELY_MS,
    }).data ?? NONE
  );
}
export function usePresence(): readonly Presence[] {
  const { cache } = useInbox();
  return useQuery({ queryKey: cache.keys.presence, queryFn: inbox.presence, staleTime: FRESH_MS }).data ?? NONE;
}

export interface Member {
  id: string;
  name: string;
  role: string;
}
export function useMembers(): readonly Member[] {
  const { cache } = useInbox();
  const tenantId = useTenantId();
  return (
    useQuery({
      queryKey: cache.keys.named('members'),
      queryFn: () =>
        whole<Member>((cursor) => {
          const query = { limit: 100, ...(cursor && { cursor }) };
          return unwrap(api.GET('/api/v1/tenants/{id}/users', { params: { path: { id: tenantId }, query } }));
        }),
      staleTime: RARELY_MS,
    }).data ?? NONE
  );
}
/** The name of a user; undefined for an API key, or somebody who has left. */
export function useNames(): (userId: string | undefined) => string | undefined {
  const members = useMembers();
  const { me } = useSigned();
  return useMemo(() => {
    const names = new Map([...members.map(({ id, name }) => [id, name] as const), [me.id, me.name] as const]);
    return (userId) => (userId ? names.get(userId) : undefined);
  }, [members, me]);
}

/** The time, again and again. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const look = () => setNow(serverNow());
    const timer = setInterval(look, everyMs);
    // A machine that slept has missed its intervals, and the time is looked at anew when somebody is back.
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [everyMs]);
  return now;
}
