import { Injectable } from '@nestjs/common';
import { liveMissed } from '#contracts';
import { Queries, QueryFailed } from '#messaging';
import { Logger, Problem } from '#service-kit';
import type { FeedEvent, Positions } from '../../domain/live/feed-event.js';
import { isAhead, MAX_RESUMED_EVENTS, planResume, type ResumePlan } from '../../domain/live/resume-plan.js';
import type { Handshake } from './admit-socket.handler.js';
import { LiveSockets, type LiveSocket } from './live-sockets.state.js';
import { LiveTenants, type LiveTenant } from './live-tenants.state.js';
import { LogLost, type Held, type TenantFeed } from './tenant-feed.state.js';

const RETRY_MS = 500;
/** Maximum of events that are kept for a socket while it catches up. */
const MAX_HELD = 5_000;

type Missed = { messages: { messageId: string; data: Record<string, unknown> }[]; tooMuch: string[] };

/**
 * Brings a new socket up to its tenant's feed, without gaps and duplicates. The seam is the feed's position at the start: events up to it are
 * read for the client; later ones are kept meanwhile and follow.
 */
@Injectable()
export class JoinFeedHandler {
  readonly #asking = new Map<string, Promise<Missed>>();

  constructor(
    private readonly tenants: LiveTenants,
    private readonly sockets: LiveSockets,
    private readonly queries: Queries,
    private readonly logger: Logger,
  ) {}

  async execute(socket: LiveSocket, tenant: LiveTenant, { inboxes = {}, resume = {} }: Handshake): Promise<void> {
    const { feed } = tenant;
    // Another gateway may have been ahead of this one; for seqs of conversations only reading can tell.
    const mayBeAhead = isAhead(inboxes, feed.positions) || Object.keys(resume).length > 0;
    if (!feed.isEstablished || mayBeAhead) await feed.caughtUp();
    if (!socket.connected || !feed.isEstablished) return;

    // The feed does not move until the next `await`: this is the seam.
    const seam = { ...feed.positions };
    const plan = planResume(inboxes, seam);
    const { tenantId, userId } = socket.data;
    socket.emit('ready', { tenantId, ...(userId ? { userId } : {}), inboxes: plan.starts });
    if (plan.behind.length === 0 && Object.keys(resume).length === 0) {
      this.#resync(socket, plan.resync, [], seam);
      this.sockets.join(socket);
      return;
    }
    const held = feed.hold(socket);
    try {
      await this.#catchUp(socket, tenant, plan, seam, resume);
      if (!socket.connected) return;
      this.#follow(socket, held);
    } finally {
      feed.release(socket);
    }
  }

  async #catchUp(socket: LiveSocket, tenant: LiveTenant, plan: ResumePlan, seam: Positions, resume: Positions): Promise<void> {
    const missed = await this.#untilRead(socket, async () => {
      const [logged, messages] = await Promise.all([
        this.#readInboxes(tenant.feed, plan, seam),
        this.#readConversations(tenant, resume, seam),
      ]);
      return { logged, messages };
    });
    if (!missed || !socket.connected) return;
    const { logged, messages } = missed;
    this.#resync(socket, [...plan.resync, ...logged.lost], messages.tooMuch, seam);
    const coming = new Set(logged.events.filter(({ event }) => event === 'message').map(({ data }) => (data.message as { id: string }).id));
    for (const { messageId, data } of messages.messages) if (!coming.has(messageId)) socket.emit('message', data);
    for (const { event, data } of logged.events) socket.emit(event, data);
  }

  /** Sends the kept events and joins the socket in one go: nothing can come in between. */
  #follow(socket: LiveSocket, held: Held): void {
    if (held.length > MAX_HELD) {
      const detail = 'Too much happened while this connection was catching up; connect again.';
      return this.sockets.end(socket, 'too_slow', new Problem(408, 'too_slow', detail));
    }
    for (const { event, data } of held) socket.emit(event, data);
    this.sockets.join(socket);
  }

  async #readInboxes(feed: TenantFeed, plan: ResumePlan, seam: Positions): Promise<{ events: FeedEvent[]; lost: string[] }> {
    const result = { events: [] as FeedEvent[], lost: [] as string[] };
    for (const { outletId, after } of plan.behind) {
      try {
        result.events.push(...(await feed.read(outletId, after, seam[outletId]!)));
      } catch (error) {
        if (!(error instanceof LogLost)) throw error;
        result.lost.push(outletId);
      }
    }
    return result;
  }

  /** Sockets that ask for the same at the same time, such as one person's tabs, share the answer. */
  async #readConversations(tenant: LiveTenant, after: Positions, until: Positions): Promise<Missed> {
    if (Object.keys(after).length === 0) return { messages: [], tooMuch: [] };
    const { tenantId } = tenant.feed;
    const key = JSON.stringify([tenantId, after, until]);
    let asking = this.#asking.get(key);
    if (!asking) {
      const request = { after, until, limit: MAX_RESUMED_EVENTS };
      asking = this.tenants.inTurn.run(() => this.queries.ask(liveMissed, tenantId, request));
      this.#asking.set(key, asking);
      void asking.catch(() => undefined).finally(() => this.#asking.delete(key));
    }
    return asking;
  }

  /** Retries while NATS or the conversation service is away; the socket waits. */
  async #untilRead<T>(socket: LiveSocket, read: () => Promise<T>): Promise<T | undefined> {
    while (socket.connected) {
      try {
        return await read();
      } catch (error) {
        this.logger[error instanceof QueryFailed ? 'debug' : 'error']('a socket cannot catch up yet', error as Error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * (1 + Math.random())));
      }
    }
    return undefined;
  }

  #resync(socket: LiveSocket, outletIds: string[], conversationIds: string[], seam: Positions): void {
    if (outletIds.length + conversationIds.length === 0) return;
    const inboxes = Object.fromEntries(outletIds.map((outletId) => [outletId, seam[outletId]]));
    socket.emit('resync', { outletIds, conversationIds, inboxes });
  }
}
