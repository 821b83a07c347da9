import type { Subscription } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { draftGrew, knowledgeSearchMany, replyGenerated, replyRequested, schemaOf, SERVICES, type EventOf } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations as billingMigrations } from '../../billing/src/persistence/migrations.js';
import { migrations as tenantMigrations } from '../../tenant/src/persistence/migrations.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';

export interface Draft {
  text: string;
  done: boolean;
  epoch: number;
  conversationId: string;
}
type Reply = EventOf<typeof replyGenerated>['data'];
type Request = EventOf<typeof replyRequested>['data'];

/** The service with all that stands around it: tenants, a knowledge service's side of the query, and whoever watches drafts. */
export class World {
  running: RunningService | undefined;
  readonly asked: { tenantId: string; query: string; baseId?: string; draft?: unknown }[] = [];
  /** Of knowledge bases that are there. */
  readonly baseIds = new Set<string>();
  /** Searches that the knowledge service leaves without a reply. */
  unanswered = 0;
  #knowledge: Subscription | undefined;

  private constructor(
    readonly infra: Infrastructure,
    private readonly find: (tenantId: string, query: string) => object[],
  ) {}

  static async start(tenantIds: readonly string[], find: (tenantId: string, query: string) => object[]): Promise<World> {
    const others = SERVICES.filter((name) => !['tenant', 'billing', 'llm-orchestration'].includes(name)).map((name) => ({
      schema: schemaOf(name),
      migrations: [],
    }));
    const infra = await startInfrastructure({
      modules: [...others, { schema: 'llm_orchestration', migrations: [] }, tenantMigrations, billingMigrations, migrations],
    });
    for (const [index, id] of tenantIds.entries()) {
      await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2)`, [id, `tenant-${index}`]);
    }
    const world = new World(infra, find);
    await world.answerSearches();
    return world;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    await this.infra.stop();
  }

  async restart(env: Record<string, string> = {}): Promise<void> {
    await this.running?.close();
    this.running = await startService(this.infra, service, env);
  }

  async answerSearches(): Promise<void> {
    this.#knowledge = (await this.infra.nats()).subscribe(knowledgeSearchMany.subject, {
      callback: (_, message) => {
        if (this.unanswered > 0) return void this.unanswered--;
        const { tenantId, request } = message.json<{
          tenantId: string;
          request: { questions: { query: string }[]; baseId?: string; draft?: { enough?: { sure: number } } };
        }>();
        const { baseId, draft } = request;
        if (baseId !== undefined && !this.baseIds.has(baseId))
          return void message.respond(JSON.stringify({ ok: true, reply: { results: [], isBaseUnknown: true } }));
        const enough = draft?.enough ? { enough: draft.enough.sure } : {};
        const results = request.questions.map(({ query }) => {
          this.asked.push({ tenantId, query, ...(baseId === undefined ? {} : { baseId }), ...(draft ? { draft } : {}) });
          return { items: this.find(tenantId, query).map((item) => ({ ...item, ...enough })) };
        });
        message.respond(JSON.stringify({ ok: true, reply: { results } }));
      },
    });
    await (await this.infra.nats()).flush();
  }

  async silenceKnowledge(): Promise<void> {
    this.#knowledge!.unsubscribe();
    await (await this.infra.nats()).flush();
  }

  async ask(tenantId: string, question: string, more: Partial<Request> & { id?: string } = {}): Promise<string> {
    const { id, ...data } = more;
    return this.infra.publish(
      replyRequested,
      tenantId,
      {
        conversationId: v7(),
        outletId: v7(),
        contactId: v7(),
        epoch: 3,
        question,
        wamid: 'wamid.1',
        history: [{ author: 'customer', text: 'Hi' }],
        ...data,
      },
      id ? { id } : {},
    );
  }

  /** The drafts of a tenant while `work` is done, and until the one that is done. */
  async draftsOf(tenantId: string, work: () => Promise<unknown>): Promise<Draft[]> {
    const { drafts, stop } = await this.watchDrafts(tenantId);
    await work();
    await eventually(() => expect(drafts.at(-1)?.done).toBe(true));
    stop();
    return drafts;
  }

  async watchDrafts(tenantId: string): Promise<{ drafts: Draft[]; stop: () => void }> {
    const drafts: Draft[] = [];
    const nats = await this.infra.nats();
    const subscription = nats.subscribe(`${draftGrew.subject}.${tenantId}`, {
      callback: (_, message) => void drafts.push(message.json<Draft>()),
    });
    await nats.flush();
    return { drafts, stop: () => subscription.unsubscribe() };
  }

  /** What the outbox tells for a request, through the row that is kept of it. */
  async replyTo(requestId: string, timeoutMs = 10_000): Promise<Reply> {
    return eventually(
      async () => {
        const [answer] = await this.infra.rows<{ conversation_id: string }>(
          'select conversation_id from llm_orchestration.answers where request_id = $1',
          [requestId],
        );
        const told = (await this.infra.outboxEvents(replyGenerated)).filter(({ data }) => data.conversationId === answer?.conversation_id);
        expect(told).toHaveLength(1);
        return told[0]!.data;
      },
      { timeoutMs },
    );
  }
}
