import { messageReceived } from '#contracts';
import { identityKey, type RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { MODULES } from '../../../deploy/migrations.js';
import { service as conversationService } from '../../conversation/src/service.js';
import { service as gatewayService } from '../src/service.js';
import { token } from './gateway-world.js';
import { LiveClient, type Payload } from './live-client.js';

/** Gateways and the conversation service on real stores; customers write by events. */
export class LiveWorld {
  conversation!: RunningService;
  readonly gateways: RunningService[] = [];
  readonly #clients: LiveClient[] = [];

  private constructor(readonly infra: Infrastructure) {}

  static async start(gateways = 1, env: Record<string, string> = {}): Promise<LiveWorld> {
    const world = new LiveWorld(await startInfrastructure({ modules: MODULES }));
    await world.startConversation();
    for (let n = 0; n < gateways; n++) await world.startGateway(env);
    await world.infra.nats();
    return world;
  }

  async startConversation(): Promise<void> {
    // The gateways know its address: it comes back where it was.
    const port = this.conversation ? String(this.conversation.port) : '0';
    this.conversation = await startService(this.infra, conversationService, {
      REPLY_DEBOUNCE_MS: '600000',
      SERVICE_PORT: port,
      IDENTITY_KEY: identityKey(this.infra.env().INTERNAL_SECRET!, 'conversation'),
    });
  }

  async startGateway(env: Record<string, string> = {}): Promise<RunningService> {
    const gateway = await startService(this.infra, gatewayService, { SERVICE_URLS: `conversation=${this.conversation.url}`, ...env });
    this.gateways.push(gateway);
    return gateway;
  }

  get url(): string {
    return this.gateways[0]!.url;
  }

  async stop(): Promise<void> {
    this.closeClients();
    await Promise.all(this.gateways.map((gateway) => gateway.close()));
    await this.conversation?.close();
    await this.infra.stop();
  }

  closeClients(): void {
    for (const client of this.#clients.splice(0)) client.close();
  }

  /** A tenant of a test's own, with an inbox. */
  async tenant(): Promise<LiveTenantOfTest> {
    const [tenantId, outletId] = [v7(), v7()];
    await this.infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2)`, [tenantId, `t-${tenantId}`]);
    const tenant = new LiveTenantOfTest(this, tenantId, outletId);
    await tenant.addOutlet(outletId);
    return tenant;
  }

  client(auth: Payload, options: ConstructorParameters<typeof LiveClient>[2] & { gateway?: number } = {}): LiveClient {
    const client = new LiveClient(this.gateways[options.gateway ?? 0]!.url, auth, options);
    this.#clients.push(client);
    return client;
  }
}

export class LiveTenantOfTest {
  #wamids = 0;

  constructor(
    readonly world: LiveWorld,
    readonly id: string,
    readonly outletId: string,
  ) {}

  async addOutlet(outletId: string): Promise<void> {
    await this.world.infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
       values ($1, $2, $3, $3, $3, '15550000000', 'sealed', 'confirmed', now())`,
      [this.id, outletId, `pn-${outletId}`],
    );
  }

  async addApiKey(apiKey: string, scopes: string[]): Promise<string> {
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(apiKey).digest('hex');
    const [row] = await this.world.infra.rows<{ id: string }>(
      `insert into tenant.api_keys (tenant_id, id, name, prefix, hash, scopes) values ($1, uuidv7(), 'test', 'test', $2, $3) returning id`,
      [this.id, hash, scopes],
    );
    return row!.id;
  }

  token(role = 'agent', options: { expiresAt?: number } = {}): Promise<string> {
    return token(this.world.infra, { tenants: [{ id: this.id, role }] }, options);
  }

  async client(options: Parameters<LiveWorld['client']>[1] & { role?: string } = {}): Promise<LiveClient> {
    return this.world.client({ token: await this.token(options.role) }, options);
  }

  /** Connected and up to date. */
  async ready(options: Parameters<LiveTenantOfTest['client']>[0] = {}): Promise<LiveClient> {
    const client = await this.client(options);
    await eventually(() => expect(client.readies).toBe(1), { timeoutMs: 30_000 });
    return client;
  }

  async write(text: string, phone = '16505551234', outletId = this.outletId): Promise<void> {
    await this.world.infra.publish(messageReceived, this.id, {
      outletId,
      phoneNumberId: `pn-${outletId}`,
      message: {
        wamid: `wamid.${this.id}.${++this.#wamids}`,
        type: 'text',
        timestamp: new Date().toISOString(),
        from: { phone, name: `Customer ${phone}` },
        text,
        raw: { type: 'text', text: { body: text } },
      },
    });
  }

  messages(): Promise<{ id: string; conversation_id: string; seq: number; text: string }[]> {
    return this.world.infra.rows(
      'select id, conversation_id, seq, text from conversation.messages where tenant_id = $1 order by conversation_id, seq',
      [this.id],
    );
  }

  async conversationId(): Promise<string> {
    return eventually(async () => {
      const [row] = await this.messages();
      expect(row).toBeDefined();
      return row!.conversation_id;
    });
  }

  /** Every client has every message exactly once, and every event in its place. */
  async untilWhole(clients: readonly LiveClient[], options: { messages: number; timeoutMs?: number }): Promise<void> {
    await eventually(
      async () => {
        const ids = (await this.messages()).map(({ id }) => id);
        expect(ids).toHaveLength(options.messages);
        const lacking = clients.filter(({ messages }) => ids.some((id) => !messages.has(id)));
        expect(lacking).toHaveLength(0);
      },
      { timeoutMs: options.timeoutMs ?? 20_000, everyMs: 50 },
    );
    expect(clients.flatMap(({ faults }) => faults)).toEqual([]);
    expect(clients.flatMap(({ messages }) => [...messages.values()]).filter((times) => times !== 1)).toEqual([]);
  }
}
