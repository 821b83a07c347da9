import { conversationIdOf, DURABLE_KINDS, PASSING_KINDS, type DurableEvent, type PassingEvent } from './events';
import { Positions } from './positions';
import { RecentEvents } from './recent-events';

/** The part of a Socket.IO client that is used. */
export interface LiveSocket {
  on(event: string, listener: (payload: never) => void): unknown;
  emit(event: string, payload: unknown): unknown;
  connect(): unknown;
  disconnect(): unknown;
  /** Whether it is connected, or tries again by itself. */
  active: boolean;
  connected: boolean;
}
export type Handshake = () => Promise<Record<string, unknown>>;

export interface LiveState {
  /** `off`: not asked for. `failing`: could not connect for a while, so that whoever needs the truth asks for it now and then. */
  status: 'off' | 'connecting' | 'live' | 'reconnecting' | 'failing';
  /** When the server was last heard, in ms. */
  lastHeardAt: number | undefined;
}

export interface Stale {
  outletIds: readonly string[];
  conversationIds: readonly string[];
}

/** What the store is told to do with what it hears. */
export interface LiveSink {
  durable(event: DurableEvent): void;
  passing(event: PassingEvent): void;
  /** To be read again over REST; undefined for everything. */
  stale(what: Stale | undefined): void;
}

interface Dependencies {
  /** A token that holds, or undefined when nobody is signed in. */
  token(): Promise<string | undefined>;
  /** A new one in place of `refused`. */
  renew(refused: string): Promise<string | undefined>;
  tenantId: string;
  sink: LiveSink;
  now?: () => number;
  /** @returns what takes it back */
  later?: (task: () => void, ms: number) => () => void;
}

/** From then on, those who show data ask for it themselves until the connection is back. */
export const FAILING_AFTER_MS = 12_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 20_000;
/** The network, the page and its window come back together. */
const HURRY_EVERY_MS = 1_000;
/** What was missed is to have come by then after coming back; else it is read over REST. */
export const CAUGHT_UP_AFTER_MS = 6_000;

/**
 * One live connection of one tenant: says who it is, knows how far each inbox was read, and gives every event on once and in order.
 * Whatever the server cannot give is told as stale, so that what is shown is right again after a snapshot.
 */
export class LiveStore {
  readonly recent = new RecentEvents<DurableEvent>();
  readonly #positions = new Positions();
  readonly #subscribed = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #later: (task: () => void, ms: number) => () => void;
  readonly #now: () => number;
  #state: LiveState = { status: 'off', lastHeardAt: undefined };
  #socket: LiveSocket | undefined;
  #usedToken: string | undefined;
  #tries = 0;
  #wasReady = false;
  #hurriedAt = Number.NEGATIVE_INFINITY;
  #cancelRetry: (() => void) | undefined;
  #cancelFailing: (() => void) | undefined;

  constructor(private readonly parts: Dependencies) {
    this.#now = parts.now ?? Date.now;
    this.#later =
      parts.later ??
      ((task, ms) => {
        const timer = setTimeout(task, ms);
        return () => clearTimeout(timer);
      });
  }

  get state(): LiveState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(open: (handshake: Handshake) => LiveSocket): void {
    if (this.#socket) return;
    this.#become('connecting');
    this.#awaitFailing();
    const socket = open(async () => {
      this.#usedToken = await this.parts.token();
      return {
        token: this.#usedToken,
        tenantId: this.parts.tenantId,
        inboxes: this.#positions.all,
      };
    });
    this.#socket = socket;
    const on = <Payload>(name: string, listener: (payload: Payload) => void) =>
      socket.on(name, (payload: never) => {
        if (this.#socket === socket) listener(payload as Payload);
      });
    on<{ inboxes?: Record<string, number> }>('ready', ({ inboxes = {} }) => this.#ready(inboxes));
    on<Partial<Stale> & { inboxes?: Record<string, number> }>('resync', ({ outletIds = [], conversationIds = [], inboxes = {} }) => {
      this.#heard();
      this.#positions.skip(outletIds, inboxes);
      this.parts.sink.stale({ outletIds, conversationIds });
    });
    for (const kind of DURABLE_KINDS) on<object>(kind, (payload) => this.#durable({ ...payload, kind } as DurableEvent));
    on<{ outletId: string; inboxSeq: number }>('passed', ({ outletId, inboxSeq }) => {
      this.#heard();
      if (this.#positions.take(outletId, inboxSeq) === 'gap') this.parts.sink.stale({ outletIds: [outletId], conversationIds: [] });
    });
    for (const kind of PASSING_KINDS) {
      on<object>(kind, (payload) => {
        this.#heard();
        this.parts.sink.passing({ ...payload, kind } as PassingEvent);
      });
    }
    on<string>('disconnect', (reason) => {
      this.#lost();
      // Ended by the server, as where the token has come to its end: it does not come back by itself.
      if (reason === 'io server disconnect') this.#retry();
    });
    on<Error & { data?: { code?: string; status?: number } }>('connect_error', (error) => {
      this.#lost();
      if (socket.active) return;
      // Refused, which the client takes for the last word.
      const refused = this.#usedToken;
      const isToken = refused !== undefined && (error.data?.status ?? 401) === 401;
      if (isToken)
        void this.parts.renew(refused).then(
          () => this.#retry(),
          () => this.#retry(),
        );
      else this.#retry();
    });
    socket.connect();
  }

  stop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#cancelRetry?.();
    this.#cancelFailing?.();
    this.#cancelRetry = this.#cancelFailing = undefined;
    socket?.disconnect();
    this.#become('off');
  }

  /** Tries at once what would be tried later: the network is back, or the page was come back to. */
  hurry(): void {
    const socket = this.#socket;
    if (!socket || socket.connected || this.#now() - this.#hurriedAt < HURRY_EVERY_MS) return;
    if (this.#cancelRetry) {
      this.#cancelRetry();
      this.#cancelRetry = undefined;
    } else {
      // The client waits for its own next try, up to ten seconds: it is let go of that only by ending what it does. The first connection
      // and a refusal that is being seen to are under way without waiting.
      if (!socket.active || this.#state.status === 'connecting') return;
      socket.disconnect();
    }
    this.#hurriedAt = this.#now();
    socket.connect();
  }

  /** Drafts and typing of a conversation are heard until what it gives back is called. */
  watch(conversationId: string): () => void {
    const count = this.#subscribed.get(conversationId) ?? 0;
    this.#subscribed.set(conversationId, count + 1);
    if (count === 0) this.#tell('subscribe', { conversationId });
    return () => {
      const left = (this.#subscribed.get(conversationId) ?? 1) - 1;
      if (left > 0) return void this.#subscribed.set(conversationId, left);
      this.#subscribed.delete(conversationId);
      this.#tell('unsubscribe', { conversationId });
    };
  }

  typing(conversationId: string): void {
    this.#tell('typing', { conversationId });
  }

  #tell(event: string, payload: unknown): void {
    // What could not be said while away is said again on `ready`, or does not matter any more.
    if (this.#socket?.connected) this.#socket.emit(event, payload);
  }

  #ready(inboxes: Record<string, number>): void {
    this.#tries = 0;
    this.#cancelFailing?.();
    this.#cancelFailing = undefined;
    const behind = this.#positions.align(inboxes);
    if (behind.length > 0) this.parts.sink.stale({ outletIds: behind, conversationIds: [] });
    this.#later(() => {
      const missing = this.#positions.raise(inboxes);
      if (missing.length > 0 && this.#socket) this.parts.sink.stale({ outletIds: missing, conversationIds: [] });
    }, CAUGHT_UP_AFTER_MS);
    // What was read over REST before the first connection may have missed something in between.
    if (!this.#wasReady) this.parts.sink.stale(undefined);
    this.#wasReady = true;
    for (const conversationId of this.#subscribed.keys()) this.#socket?.emit('subscribe', { conversationId });
    this.#become('live');
  }

  #durable(event: DurableEvent): void {
    this.#heard();
    const place = this.#positions.take(event.outletId, event.inboxSeq);
    if (place === 'old') return;
    // What was said with an erased customer is not kept to be applied again.
    if (event.kind === 'merged' && !event.into) this.recent.forget((each) => conversationIdOf(each) === event.conversationId);
    this.recent.push(event);
    this.parts.sink.durable(event);
    if (place === 'gap') this.parts.sink.stale({ outletIds: [event.outletId], conversationIds: [] });
  }

  #heard(): void {
    this.#state = { ...this.#state, lastHeardAt: this.#now() };
  }

  #lost(): void {
    if (this.#state.status === 'live') this.#become('reconnecting', this.#now());
    this.#awaitFailing();
  }

  #retry(): void {
    this.#cancelRetry?.();
    const ms = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#tries);
    this.#tries += 1;
    this.#cancelRetry = this.#later(() => {
      this.#cancelRetry = undefined;
      this.#socket?.connect();
    }, ms);
  }

  #awaitFailing(): void {
    if (this.#state.status === 'failing') return;
    this.#cancelFailing ??= this.#later(() => {
      this.#cancelFailing = undefined;
      this.#become('failing');
    }, FAILING_AFTER_MS);
  }

  #become(status: LiveState['status'], lastHeardAt = status === 'live' ? this.#now() : this.#state.lastHeardAt): void {
    this.#state = { status, lastHeardAt };
    for (const listener of this.#listeners) listener();
  }
}
