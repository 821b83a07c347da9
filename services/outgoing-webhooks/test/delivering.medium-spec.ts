import { v7 } from 'uuid';
import { webhookEndpointDisabled, webhooksAudited } from '#contracts';
import { startService, eventually } from '#testing';
import { service } from '../src/service.js';
import { isSigned, type Received } from './receiver.js';
import { HOUR, WebhookWorld, type Json } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const typesAt = (path: string): string[] => world.receiver.at(path).map(({ body }) => body.type);
const anyTime = () => ({ from: new Date(0).toISOString(), to: new Date(Date.now() + 1_000 * HOUR).toISOString() });
const textsAt = (path: string): unknown[] => world.receiver.at(path).map(({ body }) => body.data.text);

describe('a webhook', () => {
  it('tells what happened, signed as Standard Webhooks says, to its own tenant only', async () => {
    const [a, b] = [v7(), v7()];
    const [ofA, ofB] = [await world.endpoint(a), await world.endpoint(b)];
    const [conversation, contact] = [v7(), v7()];
    const id = await world.write(a, conversation, 1, 'Are you open?', contact);
    await world.status(a, conversation, 'queued');
    await world.status(a, conversation, 'failed');
    await world.close(a, conversation);
    await world.contact(a, contact);
    await eventually(() =>
      expect(typesAt(ofA.path).sort()).toEqual([
        'contact.updated',
        'conversation.updated',
        'conversation.updated',
        'message.received',
        'message.status',
      ]),
    );
    const received = world.receiver.at(ofA.path);
    expect(received.every((each) => isSigned(each, ofA.secret) && !isSigned(each, ofB.secret))).toBe(true);
    const message = received.find(({ body }) => body.type === 'message.received')!;
    expect(message.id).toBe(`msg_${id}`);
    expect(message.body.data).toMatchObject({
      conversationId: conversation,
      contact: { id: contact, phone: '16505551234', name: 'Kerry' },
      seq: 1,
      author: 'customer',
      text: 'Are you open?',
    });
    expect(received.find(({ body }) => body.type === 'message.status')!.body.data.errors).toEqual([
      { code: 131026, title: 'Message undeliverable' },
    ]);
    expect(received.flatMap(({ body }) => (body.type === 'conversation.updated' ? [body.data.change] : [])).sort()).toEqual([
      'closed',
      'created',
    ]);
    expect(new Set(received.map((each) => each.id)).size).toBe(5);
    expect(world.receiver.at(ofB.path)).toEqual([]);
    for (const path of ['', '/deliveries', '/test', '/replay', '/rotate-secret']) {
      const method = path === '' || path === '/deliveries' ? 'GET' : 'POST';
      const body = path === '/replay' ? anyTime() : undefined;
      expect((await world.call(method, `/${ofA.id}${path}`, b, body)).status).toBe(404);
    }
    expect((await world.call('PUT', `/${ofA.id}`, b, { enabled: false })).status).toBe(404);
    expect((await world.call('DELETE', `/${ofA.id}`, b)).status).toBe(404);
  });

  it('comes for the types that were asked for, and once for an event that comes twice', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.status']);
    const conversation = v7();
    await world.write(tenant, conversation, 1);
    const id = await world.status(tenant, conversation, 'delivered');
    await world.infra.settled('outgoing-webhooks');
    await eventually(() => expect(typesAt(endpoint.path)).toEqual(['message.status']));
    expect(world.receiver.at(endpoint.path)[0]!.id).toBe(`msg_${id}`);
    expect(await world.infra.rows('select from outgoing_webhooks.deliveries where tenant_id = $1', [tenant])).toHaveLength(1);
  });

  it('leaves nothing in the database of a tenant that has no endpoint', async () => {
    const tenant = v7();
    await world.write(tenant, v7(), 1);
    await world.infra.settled('outgoing-webhooks');
    for (const table of ['deliveries', 'lanes', 'inbox']) {
      expect(await world.infra.rows(`select from outgoing_webhooks.${table} where tenant_id = $1`, [tenant])).toEqual([]);
    }
  });
});

describe('a receiver', () => {
  it('that is down for a day gets everything once it is back, in order within each conversation', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, 503);
    const conversations = [v7(), v7(), v7()];
    for (let seq = 2; seq <= 7; seq++)
      for (const conversation of conversations) await world.write(tenant, conversation, seq, `${conversation} ${seq}`);
    await world.infra.settled('outgoing-webhooks');
    for (let hour = 0; hour < 24; hour += 4) {
      const before = world.receiver.at(endpoint.path).length;
      world.forward(4 * HOUR);
      if (hour < 8) await eventually(() => expect(world.receiver.at(endpoint.path).length).toBeGreaterThan(before));
    }
    const tried = world.receiver.at(endpoint.path);
    // Only the first of each conversation has been tried: the others wait behind it.
    expect(new Set(tried.map(({ body }) => body.data.text))).toEqual(new Set(conversations.map((conversation) => `${conversation} 2`)));
    const [shown] = (await world.call('GET', '', tenant)).body.items;
    expect(shown.health.failingSince).not.toBeNull();
    const after: Received[] = [];
    world.receiver.answers(endpoint.path, (received, response) => {
      after.push(received);
      response.end('ok');
    });
    world.forward(24 * HOUR);
    await eventually(() => expect(after).toHaveLength(18), { timeoutMs: 20_000 });
    for (const conversation of conversations) {
      const texts = after
        .map(({ body }) => body.data)
        .filter((data) => data.conversationId === conversation)
        .map((data) => data.text);
      expect(texts).toEqual([2, 3, 4, 5, 6, 7].map((seq) => `${conversation} ${seq}`));
    }
    expect(new Set(after.map(({ id }) => id)).size).toBe(18);
    await eventually(async () => {
      expect(await world.infra.rows('select from outgoing_webhooks.lanes where tenant_id = $1', [tenant])).toEqual([]);
      const [{ health }] = (await world.call('GET', '', tenant)).body.items;
      expect(health).toMatchObject({ failingSince: null, lastStatusCode: 200 });
    });
  });

  it('that has only failed for three days is switched off, with an event for the mail; what happens meanwhile waits until it is on again', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, 500);
    const conversation = v7();
    await world.write(tenant, conversation, 2, 'first');
    await eventually(() => expect(textsAt(endpoint.path).length).toBe(1));
    for (let step = 0; step < 30; step++) {
      world.forward(6 * HOUR);
      const before = textsAt(endpoint.path).length;
      await world.write(tenant, v7(), 2, 'another');
      await world.infra.settled('outgoing-webhooks');
      await eventually(async () => {
        const { enabled } = (await world.call('GET', `/${endpoint.id}`, tenant)).body;
        if (enabled) expect(textsAt(endpoint.path).length).toBeGreaterThan(before);
      });
      if (!(await world.call('GET', `/${endpoint.id}`, tenant)).body.enabled) break;
    }
    const off = (await world.call('GET', `/${endpoint.id}`, tenant)).body;
    expect(off).toMatchObject({ enabled: false, offReason: 'failing' });
    const told = await eventually(async () => {
      const events = (await world.infra.outboxEvents(webhookEndpointDisabled, tenant)).map(({ data }) => data);
      expect(events).toHaveLength(1);
      return events[0]!;
    });
    expect(told).toMatchObject({ endpointId: endpoint.id, host: new URL(endpoint.url).host, reason: 'failing' });
    expect((await world.infra.outboxEvents(webhooksAudited, tenant)).map(({ data }) => data.action)).toContain(
      'webhook_endpoint.switched_off',
    );
    const tried = textsAt(endpoint.path).length;
    await world.write(tenant, conversation, 3, 'second');
    await world.infra.settled('outgoing-webhooks');
    world.receiver.answers(endpoint.path, undefined);
    world.forward(48 * HOUR);
    expect((await world.call('POST', `/${endpoint.id}/replay`, tenant, anyTime())).body.code).toBe('webhook_endpoint_off');
    expect(textsAt(endpoint.path)).toHaveLength(tried);
    expect((await world.call('PUT', `/${endpoint.id}`, tenant, { enabled: true })).body).toMatchObject({
      enabled: true,
      offReason: null,
      health: { failingSince: null },
    });
    await eventually(() => {
      const since = textsAt(endpoint.path).slice(tried);
      expect(since.filter((text) => text === 'first' || text === 'second')).toEqual(['first', 'second']);
    });
  });

  it('that answers 410 is switched off at once', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, 410);
    await world.write(tenant, v7(), 2);
    await eventually(async () =>
      expect((await world.call('GET', `/${endpoint.id}`, tenant)).body).toMatchObject({ enabled: false, offReason: 'gone' }),
    );
    expect(await world.deliveries(tenant, endpoint.id)).toMatchObject([
      { status: 'failed', attempts: 1, lastStatusCode: 410, nextAttemptAt: null },
    ]);
    world.forward(100 * HOUR);
    await world.write(tenant, v7(), 2);
    await world.infra.settled('outgoing-webhooks');
    expect(textsAt(endpoint.path)).toHaveLength(1);
  });

  it('that asks for a pause gets it, of a day at most', async () => {
    const tenant = v7();
    const [soon, never] = [await world.endpoint(tenant, ['message.received']), await world.endpoint(tenant, ['message.received'])];
    world.receiver.answers(soon.path, (_, response) => response.writeHead(429, { 'retry-after': '7200' }).end());
    world.receiver.answers(never.path, (_, response) => response.writeHead(503, { 'retry-after': '99999999' }).end());
    await world.write(tenant, v7(), 2);
    const pauseOf = (endpoint: Json) =>
      eventually(async () => {
        const [delivery] = await world.deliveries(tenant, endpoint.id);
        expect(delivery).toMatchObject({ status: 'retrying', attempts: 1 });
        return Date.parse(delivery!.nextAttemptAt) - world.now().getTime();
      });
    const [two, day] = [await pauseOf(soon), await pauseOf(never)];
    expect(two).toBeGreaterThan(1.9 * HOUR);
    expect(two).toBeLessThanOrEqual(2 * HOUR);
    expect(day).toBeGreaterThan(23 * HOUR);
    expect(day).toBeLessThanOrEqual(24 * HOUR);
  });

  it('that never answers holds up no other, nor does one that answers without an end', async () => {
    const [slowTenant, fastTenant] = [v7(), v7()];
    const [slow, endless, fast] = [
      await world.endpoint(slowTenant, ['message.received']),
      await world.endpoint(slowTenant, ['message.received']),
      await world.endpoint(fastTenant, ['message.received']),
    ];
    let open = 0;
    let most = 0;
    world.receiver.answers(slow.path, (_, response) => {
      most = Math.max(most, ++open);
      response.on('close', () => open--);
    });
    world.receiver.answers(endless.path, (_, response) => {
      const chunk = Buffer.alloc(16 * 1024, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', more);
      };
      more();
    });
    for (let n = 0; n < 40; n++) await world.write(slowTenant, v7(), 2, `slow ${n}`);
    await eventually(() => expect(open).toBeGreaterThan(0));
    for (let n = 0; n < 40; n++) await world.write(fastTenant, v7(), 2, `fast ${n}`);
    await eventually(() => expect(textsAt(fast.path)).toHaveLength(40), { timeoutMs: 15_000 });
    expect(textsAt(slow.path).length).toBeLessThan(40);
    expect(most).toBeLessThanOrEqual(8);
    // What was answered beyond 64 KB is not read, and the status counts.
    await eventually(async () => expect((await world.deliveries(slowTenant, endless.id, '?status=delivered')).length).toBeGreaterThan(0));
    const [big] = await world.deliveries(slowTenant, endless.id, '?status=delivered');
    expect((await world.call('GET', `/${endless.id}/deliveries/${big!.id}`, slowTenant)).body.log[0].answer).toBe('x'.repeat(1024));
    world.receiver.answers(slow.path, undefined);
  });
});

describe('a secret', () => {
  it('is shown once, sealed at rest, and signs for a day beside the one that follows it', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    expect(endpoint.secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    expect(JSON.stringify((await world.call('GET', `/${endpoint.id}`, tenant)).body)).not.toContain('secret');
    const [row] = await world.infra.rows<{ secret: string }>('select secret from outgoing_webhooks.endpoints where id = $1', [endpoint.id]);
    expect(row!.secret).not.toContain(endpoint.secret.slice(6, 20));
    const rotated = (await world.call('POST', `/${endpoint.id}/rotate-secret`, tenant)).body;
    expect(rotated.secret).not.toBe(endpoint.secret);
    await world.write(tenant, v7(), 2);
    await eventually(() => expect(world.receiver.at(endpoint.path)).toHaveLength(1));
    const [both] = world.receiver.at(endpoint.path);
    expect(both!.signature.split(' ')).toHaveLength(2);
    // Deliveries carry the service's clock, which other tests have moved: the verifier is asked by it.
    const at = world.now().getTime();
    const real = Date.now;
    Date.now = () => at;
    try {
      expect([isSigned(both!, endpoint.secret), isSigned(both!, rotated.secret)]).toEqual([true, true]);
    } finally {
      Date.now = real;
    }
    world.forward(25 * HOUR);
    await world.write(tenant, v7(), 2);
    await eventually(() => expect(world.receiver.at(endpoint.path)).toHaveLength(2));
    expect(world.receiver.at(endpoint.path)[1]!.signature.split(' ')).toHaveLength(1);
  });
});

describe('two processes', () => {
  it('deliver each event once, and keep the order of a conversation between them', async () => {
    const other = await startService(world.infra, service, { WEBHOOKS_ALLOW_PRIVATE: '1' });
    world.follow(other);
    try {
      const tenant = v7();
      const endpoint = await world.endpoint(tenant, ['message.received']);
      const conversations = Array.from({ length: 5 }, () => v7());
      for (let seq = 2; seq <= 9; seq++) for (const conversation of conversations) await world.write(tenant, conversation, seq);
      await eventually(() => expect(world.receiver.at(endpoint.path).length).toBeGreaterThanOrEqual(40), { timeoutMs: 20_000 });
      await eventually(async () =>
        expect(await world.infra.rows('select from outgoing_webhooks.lanes where tenant_id = $1', [tenant])).toEqual([]),
      );
      const received = world.receiver.at(endpoint.path);
      expect(received).toHaveLength(40);
      for (const conversation of conversations) {
        const seqs = received.filter(({ body }) => body.data.conversationId === conversation).map(({ body }) => body.data.seq);
        expect(seqs).toEqual([...seqs].sort((x, y) => x - y));
      }
    } finally {
      await other.close();
    }
  });
});
