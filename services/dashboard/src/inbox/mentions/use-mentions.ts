import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../../api/problem';
import { useToast } from '../../components/toast';
import { useInbox, usePolling } from '../data/inbox-context';
import { notifications } from '../data/requests';

/** Where this person was mentioned, newest first. Notes that come live bring it up to date; what was read elsewhere is seen on return. */
export function useMentions() {
  const { cache } = useInbox();
  const queries = useQueryClient();
  const say = useToast();
  const { mentions: queryKey } = cache.keys;
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => notifications.list(pageParam),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchOnWindowFocus: 'always',
    refetchInterval: usePolling(),
  });
  const read = useMutation({
    mutationFn: (ids?: string[]) => notifications.read(ids),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
    onError: (error) => say(({ explain }) => explain(toProblem(error)), 'bad'),
  });
  return {
    query,
    items: query.data?.pages.flatMap(({ items }) => items) ?? [],
    unread: query.data?.pages[0]?.unreadCount ?? 0,
    read: read.mutate,
  };
}
