import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import type { io as Io } from 'socket.io-client';
import { session } from '../../api/client';
import { LiveStore, type Handshake, type LiveSocket, type LiveState } from '../../live/live-store';
import { Passing, type Writing } from '../../live/passing';
import { useSigned, useTenantId } from '../../session/session-context';
import { forgetDrafts } from '../composer/drafts';
import { InboxCache } from './inbox-cache';
import { Notices } from '../notices/notices';
import { SendQueue, type Outgoing } from './send-queue';
import { inbox } from './requests';

export interface Inbox {
  live: LiveStore;
  passing: Passing;
  cache: InboxCache;
  sendQueue: SendQueue;
  notices: Notices;
}
const Context = createContext<Inbox | undefined>(undefined);

const openWith =
  (io: typeof Io) =>
  (handshake: Handshake): LiveSocket =>
    io('/live', {
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      auth: (answer) => void handshake().then(answer, () => answer({})),
    });

/** The live connection of the chosen tenant, for every page: also who reads something else is told when they are needed. */
export function InboxProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const tenantId = useTenantId();
  const { me } = useSigned();
  const parts = useMemo((): Inbox => {
    const passing = new Passing();
    const notices = new Notices();
    const sendQueue: SendQueue = new SendQueue({
      me: me.id,
      storage: sessionStorage,
      // The name that earlier versions used: a reload after an upgrade still sends what was waiting.
      key: `chasqui.outbox.${tenantId}.${me.id}`,
      send: inbox.send,
      sent: (conversationId, message) => cache.spoke(conversationId, message),
    });
    const cache: InboxCache = new InboxCache({
      queries,
      tenantId,
      me: me.id,
      passing,
      fetchConversation: inbox.get,
      heard: (conversationId, message) => sendQueue.heard(conversationId, message),
      notice: (notice) => notices.tell(notice),
      erased: (conversationId) => {
        sendQueue.forget(conversationId);
        forgetDrafts(conversationId);
      },
    });
    const live = new LiveStore({
      token: () => session.token(),
      renew: (refused) => session.renew(refused),
      tenantId,
      sink: cache,
    });
    return { live, passing, cache, sendQueue, notices };
  }, [queries, tenantId, me.id]);

  useEffect(() => {
    const { live, cache, sendQueue } = parts;
    const unfollow = cache.follow(live.recent);
    let isLeft = false;
    // Beside the page, not before it. Where it cannot be had now, it is asked for like everything else: again, later.
    const begin = (): Promise<void> =>
      import('socket.io-client').then(
        ({ io }) => {
          if (!isLeft) live.start(openWith(io));
        },
        () => void setTimeout(() => !isLeft && void begin(), 5_000),
      );
    void begin();
    const hurry = () => live.hurry();
    let wasLive = false;
    const back = live.subscribe(() => {
      const isLive = live.state.status === 'live';
      if (isLive) sendQueue.wake();
      if (isLive && !wasLive) cache.reconnected();
      wasLive = isLive;
    });
    addEventListener('online', hurry);
    addEventListener('focus', hurry);
    const onSight = () => document.visibilityState === 'visible' && hurry();
    document.addEventListener('visibilitychange', onSight);
    return () => {
      isLeft = true;
      unfollow();
      back();
      removeEventListener('online', hurry);
      removeEventListener('focus', hurry);
      document.removeEventListener('visibilitychange', onSight);
      live.stop();
    };
  }, [parts]);
  return <Context value={parts}>{children}</Context>;
}

export function useInbox(): Inbox {
  const parts = useContext(Context);
  if (!parts) throw new Error('useInbox outside of InboxProvider');
  return parts;
}
/** For parts of the shell that are there without a tenant too. */
export const useInboxIfAny = (): Inbox | undefined => useContext(Context);

export function useLiveState(): LiveState {
  const { live } = useInbox();
  return useSyncExternalStore(live.subscribe, () => live.state);
}

/** How often to ask while nothing comes by itself. */
export const usePolling = (): number | false => (useLiveState().status === 'failing' ? 15_000 : false);

export function useWriting(conversationId: string): Writing {
  const { passing } = useInbox();
  return useSyncExternalStore(passing.subscribe, () => passing.of(conversationId));
}

export function useOutgoing(conversationId: string): readonly Outgoing[] {
  const { sendQueue } = useInbox();
  return useSyncExternalStore(sendQueue.subscribe, () => sendQueue.of(conversationId));
}
