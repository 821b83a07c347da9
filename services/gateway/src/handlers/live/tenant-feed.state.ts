import { liveFeed } from '#contracts';
import { QueryFailed, type Queries } from '#messaging';
import type { Logger } from '#service-kit';
import type { FeedEvent, Positions } from '../../domain/live/feed-event.js';
import { InboxHistory } from '../../domain/live/inbox-history.js';
import { agentRoom, tenantRoom } from '../../domain/live/rooms.js';
import type { InTurn } from './in-turn.state.js';
import type { LiveSocket, LiveSockets } from './live-sockets.state.js';

const PAGE = 500;
/** The delay after a lost signal, its only cost. */
const POLL_EVERY_MS = 2_000;
const RETRY_FROM_MS = 100;
const RETRY_UP_TO_MS = 1_000;
/** Maximum of events kept for an inbox, and read back into it. */
const MAX_HISTORY = 1_000;
const MAX_HISTORY_OF_A_TENANT = 2_000;
const HISTORY_FOR_MS = 120_000;
const MAX_ASSIGNEES = 10_000;
/** How long it sends without a break. */
const MAX_SLICE_MS = 10;

/** Events for a socket while it catches up; it gets them afterwards. */
export type Held = FeedEvent[];

/** The log does not reach back to the client's position. */
export class LogLost extends Error {}

const fail = (error: unknown): never => {
  throw error;
};

/**
 * Follows the log of all inboxes of one tenant, once for all its sockets on this gateway: reads on when woken, one request at a time, and
 * sends in the order of the log. While NATS or Postgres is away, it waits.
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

  /** Its positions; empty until it has read them. */
  get positions(): Positions {
    return this.#positions;
  }

  get isEstablished(): boolean {
    return this.#isEstablished;
  }

  /** Reads on as soon as possible. Several wakes during a request count as one. */
  wake(): void {
    this.#isWoken = true;
    this.#endPause?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#endPause?.();
    for (const { resolve } of this.#idle.splice(0)) resolve();
  }

  /** Resolves once everything that was in the logs at the call has been sent. */
  async caughtUp(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#idle.push({ resolve });
      this.wake();
    });
  }

  /** From now on keeps events for the socket. */
  hold(socket: LiveSocket): Held {
    const held: Held = [];
    this.#holding.set(socket, held);
    return held;
  }

  release(socket: LiveSocket): void {
    this.#holding.delete(socket);
  }

  /**
   * The events of an inbox after `after`, up to `upTo`, which the feed has passed. Callers that ask for the same, or for less, share the reading.
   *
   * @throws {LogLost} if the log does not reach back to `after`
   */
  async read(outletId: string, after: number, upTo: number): Promise<FeedEvent[]> {
    for (;;) {
      const history = this.#histories.get(outletId);
      if (!history) throw new LogLost();
      const events = history.between(after, upTo);
      if (events) return events;
      const underWay = this.#extending.get(outletId);
      if (!underWay) await this.#extend(outletId, history, after);
      // A caller that asks for too much must not fail those who ask for less.
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
      // A page for a thousand sockets takes a while: lets others in between.
      await new Promise((resolve) => setImmediate(resolve));
      sliceMs = performance.now();
    }
    for (const outletId of page.lost) {
      // The log was pruned before we read it, or was restored from an older backup.
      this.#positions[outletId] = page.positions[outletId]!;
      this.#histories.set(outletId, new InboxHistory(page.positions[outletId]!));
      const data = { outletIds: [outletId], conversationIds: [], inboxes: { [outletId]: page.positions[outletId] } };
      this.sockets.tell(tenantRoom(this.tenantId), 'resync', data);
      for (const held of this.#holding.values()) held.push({ outletId, inboxSeq: page.positions[outletId]!, event: 'resync', data });
    }
    let isNew = false;
    for (const [outletId, position] of Object.entries(page.positions)) {
      if (outletId in this.#positions) continue;
      // Inboxes of the start are followed from their present position, later ones from their first event.
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
