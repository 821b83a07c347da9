import { KeyRing, type RunningService, type ServiceDefinition } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { signBody, webhookBuilder as build } from '#whatsapp';
import { v7 } from 'uuid';
import { MODULES } from '../../../deploy/migrations.js';
import { service as commerceService } from '../../commerce/src/service.js';
import { service as engagementService } from '../../engagement/src/service.js';
import { service as gatewayService } from '../../gateway/src/service.js';
import { service as knowledgeService } from '../../knowledge/src/service.js';
import { service as llmService } from '../../llm-orchestration/src/service.js';
import { service as senderService } from '../../message-sender/src/service.js';
import { FakeGraph } from '../../message-sender/test/fake-graph.js';
import { service as webhooksService } from '../../outgoing-webhooks/src/service.js';
import { service } from '../src/service.js';

const SECRET = 'zanzibarquartz';

interface Number {
  tenantId: string;
  outletId: string;
  wabaId: string;
  phoneNumberId: string;
}

/** The services that hold anything of a customer, on one database. */
describe('a customer who is forgotten', () => {
  const graph = new FakeGraph();
  let infra: Infrastructure;
  const running: Record<string, RunningService> = {};
  let wamids = 0;

  const start = async (definition: ServiceDefinition, env: Record<string, string> = {}): Promise<void> => {
    running[definition.name] = await startService(infra, definition, env);
  };
  const startSender = (): Promise<void> => start(senderService, { WHATSAPP_GRAPH_URL: graph.url });

  beforeAll(async () => {
    await graph.start();
    infra = await startInfrastructure({ modules: MODULES });
    await start(service);
    await start(gatewayService);
    await start(llmService);
    await startSender();
    await start(webhooksService, { WEBHOOKS_ALLOW_PRIVATE: '1' });
    await start(engagementService);
    await start(commerceService);
    await start(knowledgeService);
  }, 90_000);
  afterAll(async () => {
    for (const each of Object.values(running)) await each.close();
    await infra?.stop();
    await graph.stop();
  }, 60_000);

  async function number(): Promise<Number> {
    const made = { tenantId: v7(), outletId: v7(), wabaId: `waba-${v7()}`, phoneNumberId: `pn-${v7()}` };
    await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, $2, 'Shop')`, [made.tenantId, `t${made.tenantId}`]);
    await infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
       values ($1, $2, 'Outlet', $3, $4, '15550000000', $5, 'confirmed', now())`,
      [
        made.tenantId,
        made.outletId,
        made.phoneNumberId,
        made.wabaId,
        new KeyRing(infra.env().ENCRYPTION_KEYS!).seal('token', made.outletId),
      ],
    );
    await infra.rows(
      `insert into tenant.llm_configs (tenant_id, tone, language, system_prompt, escalation_keywords, off_topic_guard) values ($1, 'friendly', 'en', '', '{person}', true)`,
      [made.tenantId],
    );
    // Its own system is away: what it is to be told waits.
    const endpoint = { url: 'http://127.0.0.1:9/hooks', events: ['*'] };
    expect((await call(made, 'POST', '/webhook-endpoints', endpoint, 'admin', 'outgoing-webhooks')).status).toBe(201);
    return made;
  }

  async function post(...entries: Parameters<typeof build.webhookBody>): Promise<void> {
    const raw = JSON.stringify(build.webhookBody(...entries));
    const response = await fetch(`${running.gateway!.url}/webhooks/whatsapp`, {
      method: 'POST',
      body: raw,
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signBody(raw, 'test-app-secret') },
    });
    expect(response.status).toBe(200);
  }
  const writes = (to: Number, from: string, body: string, name = 'Somebody') =>
    post(build.messagesEntry(to, { messages: [build.textMessage({ wamid: `wamid.in.${v7()}.${++wamids}`, from, name, body })] }));

  // Shapes are what these tests are about.
  async function call(
    as: Number,
    method: string,
    path: string,
    body?: unknown,
    role: 'owner' | 'admin' | 'agent' = 'admin',
    to = 'conversation',
  ): Promise<{ status: number; body: any }> {
    const response = await fetch(`${running[to]!.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(infra, as.tenantId, role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  const contactOf = (of: Number, phone: string): Promise<any> =>
    eventually(async () => {
      const { body } = await call(of, 'GET', `/contacts?phone=${phone}`);
      expect(body.items).toHaveLength(1);
      return body.items[0];
    });
  const conversationsOf = async (of: Number, phone: string): Promise<any[]> =>
    (await call(of, 'GET', `/conversations?phone=${phone}`)).body.items;

  /** Nothing is on its way any more. */
  const untilQuiet = (): Promise<void> =>
    eventually(
      async () => {
        const [row] = await infra.rows<{ busy: number }>(
          `select ((select count(*) from gateway.webhook_items where outcome = 'pending') + (select count(*) from gateway.webhook_journal where split_at is null)
             + (select count(*) from gateway.outbox where published_at is null) + (select count(*) from conversation.outbox where published_at is null)
             + (select count(*) from message_sender.outbox where published_at is null) + (select count(*) from llm_orchestration.outbox where published_at is null)
             + (select count(*) from outgoing_webhooks.outbox where published_at is null)
             + (select count(*) from engagement.outbox where published_at is null) + (select count(*) from commerce.outbox where published_at is null)
             + (select count(*) from knowledge.outbox where published_at is null)
             + (select count(*) from message_sender.messages where state in ('sending', 'unknown')))::int as busy`,
        );
        expect(row!.busy).toBe(0);
      },
      { timeoutMs: 20_000 },
    );

  /** Tables in which one of the texts stands anywhere, by how many rows. */
  async function remains(...texts: string[]): Promise<Record<string, number>> {
    const tables = await infra.rows<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c
       where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text = any($1) order by 1`,
      [infra.schemas],
    );
    expect(tables.length).toBeGreaterThan(50);
    const found: Record<string, number> = {};
    for (const { name } of tables) {
      // A bytea in a row is spelled in hex.
      const text = name === 'gateway.webhook_journal' ? `convert_from(t.body, 'UTF8')` : 't::text';
      const [row] = await infra.rows<{ n: number }>(
        `select count(*)::int as n from ${name} t where exists (select from unnest($1::text[]) n (needle) where strpos(lower(${text}), lower(needle)) > 0)`,
        [texts],
      );
      if (row!.n > 0) found[name] = row!.n;
    }
    return found;
  }
  const erase = async (of: Number, contactId: string): Promise<string> => {
    const { status, body } = await call(of, 'POST', `/contacts/${contactId}/erasure`);
    expect(status).toBe(202);
    return body.id;
  };
  const receipt = (of: Number, id: string): Promise<any> =>
    eventually(
      async () => {
        const { body } = await call(of, 'GET', `/erasures/${id}`);
        expect(body.status).toBe('done');
        return body;
      },
      { timeoutMs: 20_000 },
    );

  it('is in no table of any schema afterwards, and the receipt says who erased what', async () => {
    const [shop, phone, userId] = [await number(), '447700900123', 'GB.7731555000123'];
    await writes(shop, phone, `I want to talk to a person about ${SECRET}`, `Zoe ${SECRET}`);
    const contact = await contactOf(shop, phone);
    // The bot's handoff notice is the answer; then people work on it.
    await eventually(async () => expect(graph.of(shop.phoneNumberId)).toHaveLength(1));
    const [conversation] = await conversationsOf(shop, phone);
    const path = `/conversations/${conversation.id}`;
    expect((await call(shop, 'POST', `${path}/messages`, { type: 'text', text: `About ${SECRET}` })).status).toBe(201);
    expect((await call(shop, 'POST', `${path}/notes`, { text: `note ${SECRET}` })).status).toBe(201);
    await call(shop, 'POST', `${path}/handoff`, { reason: SECRET });
    await call(shop, 'PUT', `/contacts/${contact.id}`, {
      name: `Alias ${SECRET}`,
      email: `${SECRET}@example.com`,
      attributes: { note: SECRET },
    });
    const submitted = await call(
      shop,
      'POST',
      '/messages',
      { outletId: shop.outletId, to: phone, type: 'text', text: { body: `Program ${SECRET}` } },
      'agent',
      'message-sender',
    );
    expect(submitted.status).toBeLessThan(300);
    // Known under a user id alone too, until a message shows both.
    const both = async (identity: { from?: string }, body: string): Promise<void> =>
      post(
        build.messagesEntry(shop, {
          messages: [build.textMessage({ wamid: `wamid.in.${v7()}`, userId, name: SECRET, body, ...identity })],
        }),
      );
    await both({}, `a person about ${SECRET}`);
    await eventually(async () => expect(graph.of(shop.phoneNumberId)).toHaveLength(4));
    await both({ from: phone }, SECRET);
    await eventually(async () =>
      expect(await infra.rows('select 1 from conversation.contacts where merged_into = $1', [contact.id])).toHaveLength(1),
    );
    for (const sent of graph.of(shop.phoneNumberId)) {
      for (const status of ['sent', 'delivered']) {
        await post(
          build.messagesEntry(shop, {
            statuses: [
              build.statusUpdate({ wamid: sent.wamid, status, recipientId: phone, callbackData: sent.body.biz_opaque_callback_data }),
            ],
          }),
        );
      }
    }
    await infra.rows(
      `insert into gateway.dead_letters (consumer, event_id, tenant_id, code, detail, envelope) values ('conversation', $1, $2, 'x', $3, $4)`,
      [v7(), shop.tenantId, SECRET, JSON.stringify({ data: { to: { phone }, content: SECRET } })],
    );
    await untilQuiet();
    await eventually(async () => expect(await remains(SECRET)).toHaveProperty(['conversation.message_terms']));

    const id = await erase(shop, contact.id);
    const done = await receipt(shop, id);
    expect(await remains(phone, userId, SECRET)).toEqual({});
    expect(done).toMatchObject({ id, contactId: contact.id, status: 'done', completedAt: expect.any(String) });
    const counts = Object.fromEntries(done.services.map((each: any) => [each.service, each.counts]));
    expect(counts.conversation).toMatchObject({ notes: 1, conversations: 1, contacts: 2 });
    expect(counts.conversation.messages).toBeGreaterThanOrEqual(4);
    expect(counts['message-sender']).toMatchObject({ messages: 4, statuses: 8 });
    expect(counts.gateway).toMatchObject({ deadLetters: 1 });
    expect(counts.gateway.webhookItems).toBeGreaterThanOrEqual(7);
    expect(counts['llm-orchestration'].answers).toBeGreaterThanOrEqual(1);
    expect(done.residuals.map((residual: any) => residual.where)).toEqual(
      expect.arrayContaining(['event streams (NATS JetStream)', 'dead-letter stream (NATS JetStream)']),
    );
    for (const { until } of done.residuals) expect(Date.parse(until)).toBeGreaterThan(Date.now());
    expect(JSON.stringify(done)).not.toMatch(new RegExp(`${phone}|${SECRET}`, 'i'));
    // People who watch the inbox are told that it is gone.
    expect(
      await infra.rows(
        `select kind, ref_id from conversation.inbox_log where tenant_id = $1 and conversation_id = $2 order by seq desc limit 1`,
        [shop.tenantId, conversation.id],
      ),
    ).toEqual([{ kind: 'merged', ref_id: null }]);

    // Asked again, the same receipt.
    expect(await erase(shop, contact.id)).toBe(id);
    expect((await call(shop, 'GET', '/erasures')).body.items.map((each: any) => each.id)).toEqual([id]);

    // What WhatsApp still reports is kept by nobody but the journal, which the receipt names.
    const sent = graph.of(shop.phoneNumberId)[1]!;
    await post(
      build.messagesEntry(shop, {
        statuses: [
          build.statusUpdate({ wamid: sent.wamid, status: 'read', recipientId: phone, callbackData: sent.body.biz_opaque_callback_data }),
        ],
      }),
    );
    await untilQuiet();
    expect(await remains(phone)).toEqual({ 'gateway.outbox': 1, 'gateway.webhook_journal': 1 });
    expect(done.residuals.map((residual: any) => residual.where).join()).toContain('later reports of WhatsApp');

    // Whoever writes again is somebody new.
    await writes(shop, phone, 'hello');
    const again = await contactOf(shop, phone);
    expect(again.id).not.toBe(contact.id);
    expect(again.name).toBe('Somebody');
  }, 90_000);

  it('stays whole at another tenant, and other customers in the same webhooks stay too', async () => {
    const [shop, other, phone, word] = [await number(), await number(), '447700900456', `word${v7()}`];
    await post(
      build.messagesEntry(shop, {
        messages: [
          build.textMessage({ wamid: `wamid.in.${v7()}`, from: phone, name: 'Zoe', body: 'I want to talk to a person' }),
          build.textMessage({
            wamid: `wamid.in.${v7()}`,
            from: '447700900999',
            name: 'Kim',
            body: `call ${phone} ${word}, a person please`,
          }),
        ],
      }),
      build.messagesEntry(other, {
        messages: [build.textMessage({ wamid: `wamid.in.${v7()}`, from: phone, name: 'Zoe', body: `person ${word}` })],
      }),
    );
    const contact = await contactOf(shop, phone);
    const elsewhere = await contactOf(other, phone);
    await contactOf(shop, '447700900999');
    await untilQuiet();
    const items = await infra.rows(
      `select id, index, outcome from gateway.webhook_items where tenant_id = any($1::uuid[]) order by index`,
      [[shop.tenantId, other.tenantId]],
    );
    const before = await remains(word);
    const done = await receipt(shop, await erase(shop, contact.id));
    expect(done.services.find((each: any) => each.service === 'gateway').counts).toMatchObject({ journalEntries: 1, webhookItems: 1 });
    expect(await remains(word)).toEqual(before);
    expect(
      await infra.rows(`select id, index, outcome from gateway.webhook_items where tenant_id = any($1::uuid[]) order by index`, [
        [shop.tenantId, other.tenantId],
      ]),
    ).toEqual(items);
    expect((await call(other, 'GET', `/contacts/${elsewhere.id}`)).status).toBe(200);
    // Nobody erases, or reads the receipt of, another tenant's customer.
    expect((await call(shop, 'POST', `/contacts/${elsewhere.id}/erasure`)).status).toBe(404);
    expect((await call(other, 'GET', `/erasures/${done.id}`)).status).toBe(404);
    expect((await call(other, 'POST', `/contacts/${elsewhere.id}/erasure`, undefined, 'agent')).status).toBe(403);
  }, 60_000);

  it('is sent nothing that was waiting, and the receipt waits for a service that is away', async () => {
    const [shop, phone, word] = [await number(), '447700900789', `word${v7()}`];
    await writes(shop, phone, 'I want to talk to a person');
    const contact = await contactOf(shop, phone);
    await eventually(async () => expect(graph.of(shop.phoneNumberId)).toHaveLength(1));
    const [conversation] = await conversationsOf(shop, phone);
    await infra.rows(`update tenant.outlets set status = 'disabled' where id = $1`, [shop.outletId]);
    await call(shop, 'POST', `/conversations/${conversation.id}/messages`, { type: 'text', text: `queued ${word}` });
    await eventually(async () => expect(await remains(word)).toHaveProperty(['message_sender.messages']));
    await untilQuiet();
    await running['message-sender']!.close();
    // One that has left the conversation and not arrived.
    await call(shop, 'POST', `/conversations/${conversation.id}/messages`, { type: 'text', text: `on its way ${word}` });

    const id = await erase(shop, contact.id);
    await eventually(async () => {
      const { body } = await call(shop, 'GET', `/erasures/${id}`);
      expect(
        body.services
          .filter((each: any) => each.erasedAt)
          .map((each: any) => each.service)
          .sort(),
      ).toEqual(['commerce', 'conversation', 'engagement', 'gateway', 'knowledge', 'llm-orchestration', 'outgoing-webhooks']);
      expect(body).toMatchObject({ status: 'running' });
    });
    await startSender();
    await receipt(shop, id);
    await infra.rows(`update tenant.outlets set status = 'active' where id = $1`, [shop.outletId]);
    await untilQuiet();
    expect(await remains(phone, word)).toEqual({});
    expect(graph.of(shop.phoneNumberId)).toHaveLength(1);
  }, 60_000);

  it('is forgotten whatever is killed in between', async () => {
    const [shop, phone, word] = [await number(), '447700900654', `word${v7()}`];
    await writes(shop, phone, `I want to talk to a person about ${word}`);
    const contact = await contactOf(shop, phone);
    await untilQuiet();
    const id = await erase(shop, contact.id);
    await infra.killPostgres();
    await infra.killNats();
    await infra.startPostgres();
    await infra.startNats();
    await receipt(shop, id);
    await untilQuiet();
    expect(await remains(phone, word)).toEqual({});
  }, 90_000);

  it('who writes while it happens is forgotten, or somebody new: never half of each', async () => {
    const [shop, phone] = [await number(), '447700900321'];
    await writes(shop, phone, 'I want to talk to a person');
    const contact = await contactOf(shop, phone);
    await untilQuiet();
    const texts = Array.from({ length: 20 }, (_, n) => `person burst${n}`);
    const sending = Promise.all(texts.map((text) => writes(shop, phone, text)));
    const ids = await Promise.all([erase(shop, contact.id), erase(shop, contact.id)]);
    expect(ids[0]).toBe(ids[1]);
    await sending;
    await receipt(shop, ids[0]);
    await untilQuiet();
    const rows = await infra.rows<{ contact: string }>(
      `select distinct c.contact_id as contact from conversation.messages m join conversation.conversations c on c.id = m.conversation_id
       where m.tenant_id = $1`,
      [shop.tenantId],
    );
    expect(rows.length).toBeLessThanOrEqual(1);
    for (const row of rows) expect(row.contact).not.toBe(contact.id);
    const terms = await infra.rows(
      `select 1 from conversation.message_terms t where tenant_id = $1 and not exists (select from conversation.messages m where m.tenant_id = $1 and m.id = t.message_id)`,
      [shop.tenantId],
    );
    expect(terms).toEqual([]);
  }, 60_000);
});
