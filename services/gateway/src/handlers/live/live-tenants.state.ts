import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { agentTyping, draftGrew, inboxMoved, settingsChanged } from '#contracts';
import { Queries, Signals } from '#messaging';
import { Logger } from '#service-kit';
import { agentRoom, conversationRoom, everyConversationRoom, tenantRoom } from '../../domain/live/rooms.js';
import { DraftRelay } from './draft-relay.state.js';
import { InTurn } from './in-turn.state.js';
import { LiveSockets, type LiveSocket } from './live-sockets.state.js';
import { PresenceWatch } from './presence-watch.state.js';
import { TenantFeed } from './tenant-feed.state.js';
import { EndSlowSocketsHandler } from './end-slow-sockets.handler.js';

/** How long a tenant without sockets is still followed: most of them are about to come back. */
const LINGER_MS = 30_000;
/** Maximum of reads for resuming sockets at a time, over all tenants. */
const READS_AT_A_TIME = 8;
const MAX_KNOWN_CONVERSATIONS = 10_000;

export interface LiveTenant {
  feed: TenantFeed;
  presence: PresenceWatch;
  /** Conversations that are known to be the tenant's. */
  conversations: Set<string>;
}

interface Followed extends LiveTenant {
  sockets: number;
  lingering: NodeJS.Timeout | undefined;
  stop(): void;
}

/** The tenants with sockets on this gateway; each is followed once. */
@Injectable()
export class LiveTenants implements BeforeApplicationShutdown {
  readonly inTurn = new InTurn(READS_AT_A_TIME);
  readonly #followed = new Map<string, Followed>();

  constructor(
    private readonly queries: Queries,
    private readonly signals: Signals,
    private readonly sockets: LiveSockets,
    private readonly endSlowSockets: EndSlowSocketsHandler,
    private readonly logger: Logger,
  ) {}

  enter(socket: LiveSocket): LiveTenant {
    const { tenantId, userId } = socket.data;
    let tenant = this.#followed.get(tenantId);
    if (!tenant) this.#followed.set(tenantId, (tenant = this.#follow(tenantId)));
    clearTimeout(tenant.lingering);
    tenant.sockets++;
    if (userId) tenant.presence.came(userId);
    return tenant;
  }

  leave(socket: LiveSocket): void {
    const { tenantId, userId } = socket.data;
    const tenant = this.#followed.get(tenantId);
    if (!tenant) return;
    tenant.feed.release(socket);
    if (userId) tenant.presence.went(userId);
    if (--tenant.sockets > 0) return;
    tenant.lingering = setTimeout(() => {
      tenant.stop();
      this.#followed.delete(tenantId);
    }, LINGER_MS);
  }

  of(socket: LiveSocket): LiveTenant | undefined {
    return this.#followed.get(socket.data.tenantId);
  }

  /** Remembers that a conversation is the tenant's. */
  know(tenant: LiveTenant, conversationId: string): void {
    if (tenant.conversations.size >= MAX_KNOWN_CONVERSATIONS) tenant.conversations.clear();
    tenant.conversations.add(conversationId);
  }

  beforeApplicationShutdown(): void {
    for (const tenant of this.#followed.values()) {
      clearTimeout(tenant.lingering);
      tenant.stop();
    }
    this.#followed.clear();
  }

  #follow(tenantId: string): Followed {
    const feed = new TenantFeed(tenantId, this.queries, this.sockets, this.inTurn, () => this.endSlowSockets.execute(), this.logger);
    const drafts = new DraftRelay(tenantId, this.sockets);
    const presence = new PresenceWatch(tenantId, this.queries, this.sockets, this.logger);
    const unfollow = [
      this.signals.follow(inboxMoved, tenantId, () => feed.wake()),
      this.signals.follow(draftGrew, tenantId, (draft) => drafts.take(draft)),
      this.signals.follow(settingsChanged, tenantId, ({ what }) => this.sockets.mention([tenantRoom(tenantId)], 'settings', { what })),
      this.signals.follow(agentTyping, tenantId, ({ conversationId, userId }) =>
        this.sockets.mention(
          [conversationRoom(tenantId, conversationId), everyConversationRoom(tenantId)],
          'typing',
          { conversationId, userId, author: 'agent' },
          // Only to colleagues.
          [agentRoom(tenantId, userId)],
        ),
      ),
    ];
    const stop = (): void => {
      for (const end of unfollow) end();
      feed.stop();
      drafts.stop();
      presence.stop();
    };
    return { feed, presence, conversations: new Set(), sockets: 0, lingering: undefined, stop };
  }
}
