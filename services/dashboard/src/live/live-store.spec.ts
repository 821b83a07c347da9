import type { DurableEvent, PassingEvent } from './events';
import { conversationEvent, conversationOf, messageEvent, messageOf } from '../inbox/data/samples';
import { CAUGHT_UP_AFTER_MS, FAILING_AFTER_MS, LiveStore, type Handshake, type LiveSocket, type Stale } from './live-store';

class FakeSocket implements LiveSocket {
  active = true;
  connected = false;
  connects = 0;
  disconnects = 0;
  readonly emitted: [string, unknown][] = [];
  readonly #listeners = new Map<string, (payload: never) => void>();
  constructor(readonly handshake: Handshake) {}
  on(event: string, listener: (payload: never) => void): void {
    this.#listeners.set(event, listener);
  }
  emit(event: string, payload: unknown): void {
    this.emitted.push([event, payload]);
  }
  connect(): void {
    this.connects += 1;
  }
  disconnect(): void {
    this.disconnects += 1;
    this.connected = false;
  }
  hear(event: string, payload: unknown): void {
    if (event === 'ready') this.connected = true;
    if (event === 'disconnect') this.connected = false;
    this.#listeners.get(event)?.(payload as never);
  }
}

function setUp() {
  const clock = { now: 1_000_000 };
  const timers: { task: () => void; at: number; isOff: boolean }[] = [];
  const heard: { durable: DurableEvent[]; passing: PassingEvent[]; stale: (Stale | undefined)[] } = { durable: [], passing: [], stale: [] };
  const tokens = { present: 't1', renewed: [] as string[] };
  const sockets: FakeSocket[] = [];
  const store = new LiveStore({
    tenantId: 'acme',
    token: async () => tokens.present,
    renew: async (refused) => {
      tokens.renewed.push(refused);
      return (tokens.present = 't2');
    },
    sink: {
      durable: (event) => void heard.durable.push(event),
      passing: (event) => void heard.passing.push(event),
      stale: (what) => void heard.stale.push(what),
    },
    now: () => clock.now,
    later: (task, ms) => {
      const timer = { task, at: clock.now + ms, isOff: false };
      timers.push(timer);
      return () => (timer.isOff = true);
    },
  });
  store.start((handshake) => {
    const socket = new FakeSocket(handshake);
    sockets.push(socket);
    return socket;
  });
  const pass = (ms: number) => {
    clock.now += ms;
    for (const timer of timers.filter(({ at, isOff }) => !isOff && at <= clock.now)) {
      timer.isOff = true;
      timer.task();
    }
  };
  return { store, socket: sockets[0]!, heard, tokens, pass };
}
const event = (inboxSeq: number) => conversationEvent(conversationOf({ epoch: inboxSeq }), inboxSeq);
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the live store', () => {
  it('gives every event on once, in order, whatever comes twice', () => {
    const { socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    for (const seq of [6, 7, 7, 6, 5, 8]) socket.hear('conversation', event(seq));
    expect(heard.durable.map(({ inboxSeq }) => inboxSeq)).toEqual([6, 7, 8]);
    expect(heard.stale).toEqual([undefined]);
  });

  it('has an inbox read again when a number is missing, and goes on behind it', () => {
    const { socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('conversation', event(8));
    socket.hear('conversation', event(9));
    expect(heard.stale.slice(1)).toEqual([{ outletIds: ['shop'], conversationIds: [] }]);
    expect(heard.durable.map(({ inboxSeq }) => inboxSeq)).toEqual([8, 9]);
  });

  it('asks for everything again at the first connection, which comes after the page, and not at the next ones', () => {
    const { socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('disconnect', 'transport close');
    socket.hear('ready', { inboxes: { shop: 5 } });
    expect(heard.stale).toEqual([undefined]);
  });

  it('gives on that a customer was erased, keeps nothing of what they said, and takes what has passed as read', () => {
    const { store, socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('message', messageEvent(conversationOf(), messageOf(1), 6));
    socket.hear('passed', { outletId: 'shop', inboxSeq: 7 });
    socket.hear('merged', { outletId: 'shop', inboxSeq: 8, conversationId: 'c1', into: null });
    expect(heard.durable.at(-1)).toEqual({ kind: 'merged', outletId: 'shop', inboxSeq: 8, conversationId: 'c1', into: null });
    expect(store.recent.since(0)).toEqual([heard.durable.at(-1)]);
    // Without a hole in the numbers nothing is to be read again.
    expect(heard.stale).toEqual([undefined]);
    socket.hear('passed', { outletId: 'shop', inboxSeq: 11 });
    expect(heard.stale.slice(1)).toEqual([{ outletIds: ['shop'], conversationIds: [] }]);
  });

  it('says who it is and how far it has read each time it connects', async () => {
    const { socket, tokens } = setUp();
    expect(await socket.handshake()).toEqual({ token: 't1', tenantId: 'acme', inboxes: {} });
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('conversation', event(6));
    tokens.present = 't9';
    expect(await socket.handshake()).toEqual({ token: 't9', tenantId: 'acme', inboxes: { shop: 6 } });
  });

  it('reads again what the server cannot give any more, and goes on from where the server stands', () => {
    const { socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('resync', { outletIds: ['shop'], conversationIds: [], inboxes: { shop: 900 } });
    socket.hear('conversation', event(901));
    expect(heard.stale.slice(1)).toEqual([{ outletIds: ['shop'], conversationIds: [] }]);
    expect(heard.durable.map(({ inboxSeq }) => inboxSeq)).toEqual([901]);
  });

  it('trusts nothing of an inbox whose log was set back', () => {
    const { socket, heard } = setUp();
    socket.hear('ready', { inboxes: { shop: 50 } });
    socket.hear('disconnect', 'transport close');
    socket.hear('ready', { inboxes: { shop: 3 } });
    socket.hear('conversation', event(4));
    expect(heard.stale.slice(1)).toEqual([{ outletIds: ['shop'], conversationIds: [] }]);
    expect(heard.durable.map(({ inboxSeq }) => inboxSeq)).toEqual([4]);
  });

  it('reads over REST what was promised at coming back and did not come', () => {
    const { socket, heard, pass } = setUp();
    socket.hear('ready', { inboxes: { shop: 5 } });
    socket.hear('disconnect', 'transport close');
    socket.hear('ready', { inboxes: { shop: 9 } });
    pass(CAUGHT_UP_AFTER_MS);
    expect(heard.stale.slice(1)).toEqual([{ outletIds: ['shop'], conversationIds: [] }]);
  });

  it('tells since when it is behind, and when it is better to ask', () => {
    const { store, socket, pass } = setUp();
    expect(store.state.status).toBe('connecting');
    socket.hear('ready', { inboxes: {} });
    expect(store.state.status).toBe('live');
    pass(5_000);
    socket.hear('disconnect', 'transport close');
    expect(store.state).toEqual({ status: 'reconnecting', lastHeardAt: 1_005_000 });
    pass(FAILING_AFTER_MS);
    expect(store.state).toEqual({ status: 'failing', lastHeardAt: 1_005_000 });
    socket.hear('ready', { inboxes: {} });
    expect(store.state.status).toBe('live');
  });

  it('comes back with a new token when the old one is refused', async () => {
    const { socket, tokens, pass } = setUp();
    await socket.handshake();
    socket.active = false;
    socket.hear('connect_error', Object.assign(new Error('no'), { data: { status: 401, code: 'token_expired' } }));
    await settled();
    expect(tokens.renewed).toEqual(['t1']);
    expect(socket.connects).toBe(1);
    pass(500);
    expect(socket.connects).toBe(2);
    expect(await socket.handshake()).toMatchObject({ token: 't2' });
  });

  it('comes back by itself when the server has ended the connection, at once when it is told to hurry', () => {
    const { store, socket, pass } = setUp();
    socket.hear('ready', { inboxes: {} });
    socket.hear('disconnect', 'io server disconnect');
    expect(socket.connects).toBe(1);
    store.hurry();
    expect(socket.connects).toBe(2);
    pass(60_000);
    expect(socket.connects).toBe(2);
  });

  it('does not wait for the next try of its client when the network is back', () => {
    const { store, socket, pass } = setUp();
    socket.hear('ready', { inboxes: {} });
    socket.hear('disconnect', 'transport close');
    expect([socket.connects, socket.disconnects]).toEqual([1, 0]);
    store.hurry();
    store.hurry();
    expect([socket.connects, socket.disconnects]).toEqual([2, 1]);
    socket.hear('ready', { inboxes: {} });
    pass(2_000);
    store.hurry();
    expect([socket.connects, socket.disconnects]).toEqual([2, 1]);
  });

  it('hears the drafts of what is looked at, after every new connection too', () => {
    const { store, socket } = setUp();
    const stop = store.watch('c1');
    socket.hear('ready', { inboxes: {} });
    expect(socket.emitted).toEqual([['subscribe', { conversationId: 'c1' }]]);
    stop();
    socket.hear('ready', { inboxes: {} });
    expect(socket.emitted.slice(1)).toEqual([['unsubscribe', { conversationId: 'c1' }]]);
  });

  it('is silent once it was stopped', () => {
    const { store, socket, heard, pass } = setUp();
    socket.hear('ready', { inboxes: { shop: 1 } });
    store.stop();
    socket.hear('conversation', event(2));
    pass(FAILING_AFTER_MS);
    expect(heard.durable).toEqual([]);
    expect(store.state.status).toBe('off');
  });
});
