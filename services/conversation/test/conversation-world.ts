import { v7 } from 'uuid';
import type { z } from 'zod';
import { messageReceived, replyRequested, sendRequested, type EventDefinition, type EventOf, type replyGenerated } from '#contracts';
import { eventually, type Infrastructure } from '#testing';

export interface MessageRow {
  id: string;
  conversation_id: string;
  seq: number;
  direction: string;
  author: string;
  type: string;
  text: string | null;
  wamid: string | null;
  status: string;
  failed: boolean;
  epoch: number;
}

export interface ConversationRow {
  id: string;
  contact_id: string;
  state: string;
  owner: string;
  epoch: number;
  next_seq: number;
  handoff_reason: string | null;
  reply_due_at: string | null;
  window_expires_at: string | null;
}

type Inbound = Partial<z.input<typeof messageReceived.data>['message']>;

/** One tenant with one outlet, and what tests ask of them. Every test has its own, so that none sees another's rows. */
export class World {
  readonly tenantId = v7();
  readonly outletId = v7();
  readonly phoneNumberId = `pn-${v7()}`;
  #wamids = 0;

  private constructor(readonly infra: Infrastructure) {}

  static async create(infra: Infrastructure, settings: { replyDebounceMs?: number | string; language?: string } = {}): Promise<World> {
    const world = new World(infra);
    await infra.rows(
      `insert into tenant.memberships (tenant_id, user_id, role) values ($1, '0198c0de-0000-7000-8000-00000000aaaa', 'agent')`,
      [world.tenantId],
    );
    await infra.rows('insert into tenant.outlets (tenant_id, id, settings) values ($1, $2, $3)', [
      world.tenantId,
      world.outletId,
      settings,
    ]);
    return world;
  }

  /** @returns the wamid */
  async write(
    from: { phone?: string; waId?: string; userId?: string; name?: string },
    text: string | undefined,
    more: Inbound = {},
  ): Promise<string> {
    const wamid = more.wamid ?? `wamid.${this.phoneNumberId}.${++this.#wamids}`;
    await this.infra.publish(messageReceived, this.tenantId, {
      outletId: this.outletId,
      phoneNumberId: this.phoneNumberId,
      message: {
        type: 'text',
        timestamp: new Date().toISOString(),
        from,
        ...(text === undefined ? {} : { text }),
        raw: { type: 'text', text: { body: text } },
        ...more,
        wamid,
      },
    });
    return wamid;
  }

  conversations(): Promise<ConversationRow[]> {
    return this.infra.rows('select * from conversation.conversations where tenant_id = $1 order by id', [this.tenantId]);
  }

  messages(): Promise<MessageRow[]> {
    return this.infra.rows('select * from conversation.messages where tenant_id = $1 order by conversation_id, seq', [this.tenantId]);
  }

  /** Contacts that have not been merged away. */
  contacts(): Promise<{ id: string; phone: string | null; user_id: string | null; name: string | null; alias: string | null }[]> {
    return this.infra.rows('select * from conversation.contacts where tenant_id = $1 and merged_into is null order by id', [this.tenantId]);
  }

  /** How many events have had their effect. */
  async handled(): Promise<number> {
    const [row] = await this.infra.rows<{ n: number }>('select count(*)::int as n from conversation.inbox where tenant_id = $1', [
      this.tenantId,
    ]);
    return row!.n;
  }

  async untilHandled(events: number): Promise<void> {
    await eventually(async () => expect(await this.handled()).toBe(events));
  }

  /** The events of a kind that this tenant's transactions have put out, in their order. */
  async sent<D extends EventDefinition>(event: D): Promise<EventOf<D>['data'][]> {
    return (await this.infra.outboxEvents(event, this.tenantId)).map(({ data }) => data);
  }

  async untilSent<D extends EventDefinition>(event: D, count = 1): Promise<EventOf<D>['data'][]> {
    return eventually(async () => {
      const events = await this.sent(event);
      expect(events).toHaveLength(count);
      return events;
    });
  }

  readonly requests = (count = 1) => this.untilSent(replyRequested, count);
  readonly sends = (count = 1) => this.untilSent(sendRequested, count);
}

type Outcome = z.input<typeof replyGenerated.data>['outcome'];

export const reply = (
  to: { conversationId: string; outletId: string; epoch: number },
  outcome: Outcome,
): z.input<typeof replyGenerated.data> => ({
  conversationId: to.conversationId,
  outletId: to.outletId,
  epoch: to.epoch,
  outcome,
  usage: { responder: 'offline', model: 'offline', promptTokens: 0, completionTokens: 0, durationMs: 1 },
});

export const answer = (text: string): Outcome => ({ kind: 'answer', text, citations: [] });
