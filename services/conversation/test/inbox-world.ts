import { v7 } from 'uuid';
import { replyGenerated, type handoffReasons } from '#contracts';
import { asMember, eventually, type Infrastructure } from '#testing';
import { reply, World, type ConversationRow } from './conversation-world.js';

export interface WorkRow extends ConversationRow {
  outlet_id: string;
  assignee_id: string | null;
  team_id: string | null;
  priority: string;
  snoozed_until: string | null;
  unread_count: number;
  response_due_at: string | null;
  escalated_at: string | null;
  away_told_at: string | null;
  closed_at: string | null;
}

export interface Answer {
  status: number;
  headers: Headers;
  // Shapes are what these tests are about.
  body: any;
}

const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** A tenant with people, and its inbox. */
export class InboxWorld {
  private constructor(
    readonly infra: Infrastructure,
    readonly world: World,
    private readonly url: string,
  ) {}

  static async create(
    infra: Infrastructure,
    url: string,
    settings: Record<string, unknown> = {},
    outlet: Record<string, unknown> = {},
  ): Promise<InboxWorld> {
    const inbox = new InboxWorld(infra, await World.create(infra, outlet), url);
    if (Object.keys(settings).length > 0) await inbox.settle(settings);
    return inbox;
  }

  async settle(settings: Record<string, unknown>): Promise<void> {
    const { status, body } = await this.as('admin')('PUT', `/inboxes/${this.world.outletId}/settings`, settings);
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  /** @returns their ids, in the order of the ids */
  async people(count: number, { isThere = true } = {}): Promise<string[]> {
    const ids = Array.from({ length: count }, () => v7()).sort();
    for (const id of ids) {
      await this.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'agent')`, [
        this.world.tenantId,
        id,
      ]);
      if (isThere)
        await this.infra.rows(`insert into conversation.presence (tenant_id, user_id, seen_at) values ($1, $2, now())`, [
          this.world.tenantId,
          id,
        ]);
    }
    return ids;
  }

  async team(memberIds: string[]): Promise<string> {
    const id = v7();
    await this.infra.rows('insert into conversation.teams (tenant_id, id, name) values ($1, $2, $3)', [this.world.tenantId, id, id]);
    for (const userId of memberIds) {
      await this.infra.rows('insert into conversation.team_members (tenant_id, team_id, user_id) values ($1, $2, $3)', [
        this.world.tenantId,
        id,
        userId,
      ]);
    }
    return id;
  }

  as(role: 'viewer' | 'agent' | 'admin', userId?: string) {
    return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
      const response = await fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: {
          ...asMember(this.infra, this.world.tenantId, role, userId),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
    };
  }

  async all(): Promise<WorkRow[]> {
    return this.infra.rows<WorkRow>('select * from conversation.conversations where tenant_id = $1 order by id', [this.world.tenantId]);
  }

  async only(): Promise<WorkRow> {
    const rows = await this.all();
    expect(rows).toHaveLength(1);
    return rows[0]!;
  }

  until(fields: Partial<WorkRow>): Promise<WorkRow> {
    return eventually(async () => {
      const row = await this.only();
      expect(row).toMatchObject(fields);
      return row;
    });
  }

  /** A customer writes and has been recorded. @returns the conversation's id */
  async written(text = 'Hello', from = { phone: '1' }): Promise<string> {
    const before = await this.world.handled();
    await this.world.write(from, text);
    await this.world.untilHandled(before + 1);
    const [row] = await this.infra.rows<{ id: string }>(
      `select c.id from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
       where c.tenant_id = $1 and k.phone = $2`,
      [this.world.tenantId, from.phone],
    );
    return row!.id;
  }

  /** The model hands the conversation over. */
  async handedOff(reason: (typeof handoffReasons)[number] = 'customer_asked', text = 'A person please'): Promise<string> {
    const id = await this.written(text);
    const before = await this.world.handled();
    const { epoch } = await this.only();
    await this.infra.publish(
      replyGenerated,
      this.world.tenantId,
      reply({ conversationId: id, outletId: this.world.outletId, epoch }, { kind: 'handoff', reason }),
    );
    await this.world.untilHandled(before + 1);
    return id;
  }

  /** As if that time had come. */
  async passed(column: 'response_due_at' | 'snoozed_until' | 'away_told_at'): Promise<void> {
    const changed = await this.infra.rows(
      `update conversation.conversations set ${column} = now() - interval '1 second' where tenant_id = $1 and ${column} is not null returning id`,
      [this.world.tenantId],
    );
    expect(changed.length).toBeGreaterThan(0);
  }

  /** What people see live of a conversation, in its order. */
  async live(conversationId: string): Promise<string[]> {
    const rows = await this.infra.rows<{ kind: string }>(
      'select kind from conversation.inbox_log where tenant_id = $1 and conversation_id = $2 order by seq',
      [this.world.tenantId, conversationId],
    );
    return rows.map(({ kind }) => kind);
  }
}

/** Hours in which nobody is there now, and is again in an hour, by a clock of UTC. */
export const closedNow = (now = new Date()): Record<string, unknown> => {
  const hour = (ms: number): string => `${String(new Date(now.getTime() + ms).getUTCHours()).padStart(2, '0')}:00`;
  const opens = hour(2 * 3_600_000);
  // The last two hours of the day would open tomorrow: then all of them are closed until midnight.
  const hours = opens >= '02:00' ? [{ from: opens, to: '24:00' }] : [{ from: opens, to: '12:00' }];
  return { businessHours: { timezone: 'UTC', weekly: Object.fromEntries(WEEK.map((day) => [day, hours])) } };
};
