import { liveFeed } from '#contracts';
import { QueryFailed, type Queries } from '#messaging';
import type { Logger } from '#service-kit';
import type { FeedEvent, Positions } from '../../domain/live/feed-event.js';
import { InboxHistory } from '../../domain/live/inbox-history.js';
import { agentRoom, tenantRoom } from '../../domain/live/rooms.js';
import type { InTurn } from './in-turn.state.js';
import type { LiveSocket, LiveSockets } from './live-sockets.state.js';

const PAGE = 500;
/** A signal that was lost costs so long, and nothing else. */
const POLL_EVERY_MS = 2_000;
const RETRY_FROM_MS = 100;
const RETRY_UP_TO_MS = 1_000;
/** Of an inbox; and no more than this is read back into it. */
const MAX_HISTORY = 1_000;
const MAX_HISTORY_OF_A_TENANT = 2_000;
const HISTORY_FOR_MS = 120_000;
const MAX_ASSIGNEES = 10_000;
/** So long it tells without a break. */
const MAX_SLICE_MS = 10;

/** What a socket hears while it catches up; it gets it right after. */
export type Held = FeedEvent[];

/** The log does not reach back to where a client stands. */
export class LogLost extends Error {}

const fail = (error: unknown): never => {
  throw error;
};

/**
 * Follows the log of all inboxes of one tenant, once for all its sockets on this gateway: reads on when it is woken, one request at a
 * time, and tells in the order of the log. NATS or Postgres away only means that it reads on later.
 */
export class TenantFeed {
  readonly #positions: Record<string, number> = {};
  readonly #histories = new Map<string, InboxHistory>();
  readonly #extending = new Map<string, Promise<void>>();
  readonly #holding = new Map<LiveSocket, Held>();
  readonly #assignees = new Map<string, string | undefined>();
  #idle: { resolve: () => void }[] = [];
  #isEstablished = false;
  #isStopped = false;
  #isWoken = false;
  #endPause: (() => void) | undefined;

  constructor(
    readonly tenantId: string,
    private readonly queries: Queries,
    private readonly sockets: LiveSockets,
    private readonly inTurn: InTurn,
    private readonly afterPage: () => void,
    private readonly logger: Logger,
  ) {
    void this.#run();
  }

  /** Where it stands; empty until it knows. */
  get positions(): Positions {
    return this.#positions;
  }

  get isEstablished(): boolean {
    return this.#isEstablished;
  }

  /** Reads on as soon as it can. Many wakes during a request are one. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endPause?.();
    for (const { resolve } of this.#idle.splice(0)) resolve();
  }

  /** Resolves when everything that was in the logs at the time of the call has been told. */
  async caughtUp(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#idle.push({ resolve });
      this.wake();
    });
  }

  /** From now on the socket's events are kept for it. */
  hold(socket: LiveSocket): Held {
    const held: Held = [];
    this.#holding.set(socket, held);
    return held;
  }

  release(socket: LiveSocket): void {
    this.#holding.delete(socket);
  }

  /**
   * The events of an inbox behind `after` up to `upTo`, where the feed has been. Those who ask for the same, or for less, share the reading.
   *
   * @throws {LogLost} when the log does not reach so far back
   */
  async read(outletId: string, after: number, upTo: number): Promise<FeedEvent[]> {
    for (;;) {
      const history = this.#histories.get(outletId);
      if (!history) throw new LogLost();
      const events = history.between(after, upTo);
      if (events) return events;
      const underWay = this.#extending.get(outletId);
      if (!underWay) await this.#extend(outletId, history, after);
      // Who asked for more than there is does not spoil it for those who ask for less.
      else await underWay.catch((error) => void (error instanceof LogLost || fail(error)));
    }
  }

  #extend(outletId: string, history: InboxHistory, after: number): Promise<void> {
    const extending = this.inTurn
      .run(async () => {
        let cursor = after;
        const events: FeedEvent[] = [];
        while (cursor < history.start) {
          const page = await this.queries.ask(liveFeed, this.tenantId, { cursors: { [outletId]: cursor }, limit: MAX_HISTORY });
          if (page.lost.includes(outletId) || page.events.length === 0) throw new LogLost();
          events.push(...page.events);
          cursor = events.at(-1)!.inboxSeq;
        }
        const { start } = history;
        history.prepend(
          after,
          events.filter(({ inboxSeq }) => inboxSeq <= start),
          performance.now(),
        );
      })
      .finally(() => this.#extending.delete(outletId));
    this.#extending.set(outletId, extending);
    return extending;
  }

  async #run(): Promise<void> {
    let retryMs = RETRY_FROM_MS;
    while (!this.#isStopped) {
      this.#isWoken = false;
      const waiting = this.#idle.splice(0);
      let isDone: boolean;
      try {
        isDone = await this.#round();
        retryMs = RETRY_FROM_MS;
      } catch (error) {
        this.#idle.unshift(...waiting);
        this.logger[error instanceof QueryFailed ? 'debug' : 'error']('the live feed cannot be read; trying again', error as Error);
        await this.#pause(retryMs);
        retryMs = Math.min(RETRY_UP_TO_MS, retryMs * 2);
        continue;
      }
      if (!isDone) {
        this.#idle.unshift(...waiting);
        continue;
      }
      for (const { resolve } of waiting) resolve();
      if (!this.#isWoken) await this.#pause(POLL_EVERY_MS, true);
    }
  }

  async #pause(ms: number, isWakeable = false): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        if (!isWakeable && !this.#isStopped) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
  }

  /** @returns whether there was no more to read */
  async #round(): Promise<boolean> {
    const page = await this.queries.ask(liveFeed, this.tenantId, { cursors: { ...this.#positions }, limit: PAGE });
    if (this.#isStopped) return true;
    const nowMs = performance.now();
    let sliceMs = nowMs;
    for (const event of page.events) {
      this.#take(event, nowMs);
      if (performance.now() - sliceMs < MAX_SLICE_MS) continue;
      // A page for a thousand sockets takes a while: others are served meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
      sliceMs = performance.now();
    }
    for (const outletId of page.lost) {
      // The log was pruned before we read it, or is older than we are (restored from a backup).
      this.#positions[outletId] = page.positions[outletId]!;
      this.#histories.set(outletId, new InboxHistory(page.positions[outletId]!));
      const data = { outletIds: [outletId], conversationIds: [], inboxes: { [outletId]: page.positions[outletId] } };
      this.sockets.tell(tenantRoom(this.tenantId), 'resync', data);
      for (const held of this.#holding.values()) held.push({ outletId, inboxSeq: page.positions[outletId]!, event: 'resync', data });
    }
    let isNew = false;
    for (const [outletId, position] of Object.entries(page.positions)) {
      if (outletId in this.#positions) continue;
      // Those of the beginning are followed from where they are, one that came to be later from its first event.
      isNew = this.#isEstablished;
      this.#positions[outletId] = this.#isEstablished ? 0 : position;
      this.#histories.set(outletId, new InboxHistory(this.#positions[outletId]!));
    }
    this.#isEstablished = true;
    this.#trim(nowMs);
    if (page.events.length > 0) this.afterPage();
    return !page.hasMore && !isNew;
  }

  #take(event: FeedEvent, nowMs: number): void {
    const { outletId, inboxSeq } = event;
    if (inboxSeq !== this.#positions[outletId]! + 1) throw new Error(`the feed of ${outletId} jumps to ${inboxSeq}`);
    this.#positions[outletId] = inboxSeq;
    this.#histories.get(outletId)!.append(event, nowMs);
    this.sockets.tell(tenantRoom(this.tenantId), event.event, event.data);
    for (const held of this.#holding.values()) held.push(event);
    this.#tellAssignee(event);
  }

  #tellAssignee({ event, data }: FeedEvent): void {
    if (event !== 'conversation') return;
    const { id: conversationId, assigneeId } = data.conversation as { id: string; assigneeId?: string };
    const isKnown = this.#assignees.get(conversationId) === assigneeId;
    if (this.#assignees.size >= MAX_ASSIGNEES) this.#assignees.clear();
    this.#assignees.set(conversationId, assigneeId);
    if (assigneeId && !isKnown) this.sockets.tell(agentRoom(this.tenantId, assigneeId), 'assigned', { conversationId, assigneeId });
  }

  #trim(nowMs: number): void {
    const share = Math.floor(MAX_HISTORY_OF_A_TENANT / Math.max(1, this.#histories.size));
    let total = 0;
    for (const history of this.#histories.values()) {
      history.trim(MAX_HISTORY, nowMs - HISTORY_FOR_MS);
      total += history.size;
    }
    if (total > MAX_HISTORY_OF_A_TENANT) for (const history of this.#histories.values()) history.trim(share, 0);
  }
}
