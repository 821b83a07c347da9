import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { contactErasureRequested, deliveriesErased, statusChanged, webhooksAudited } from '#contracts';
import { asApiKey, asMember, eventually, startService } from '#testing';
import { MAX_ENDPOINTS } from '../src/handlers/endpoints/endpoints.handler.js';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { service } from '../src/service.js';
import { isSigned } from './receiver.js';
import { HOUR, WebhookWorld, type Json } from './world.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const delivered = (path: string): number => world.receiver.at(path).length;
const around = () => ({ from: new Date(Date.now() - HOUR).toISOString(), to: new Date(Date.now() + HOUR).toISOString() });

describe('the log', () => {
  it('shows each delivery by pages with its attempts and the beginning of the answer, and delivers one again under the same id', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, (_, response) => response.writeHead(500).end('no room \0 here'));
    const conversation = v7();
    await world.write(tenant, conversation, 2, 'Hello');
    const [failed] = await eventually(async () => {
      const items = await world.deliveries(tenant, endpoint.id);
      expect(items).toMatchObject([{ event: 'message.received', status: 'retrying', attempts: 1, lastStatusCode: 500, settledAt: null }]);
      return items;
    });
    expect(Date.parse(failed!.nextAttemptAt)).toBeGreaterThan(Date.now());
    const detail = (await world.call('GET', `/${endpoint.id}/deliveries/${failed!.id}`, tenant)).body;
    expect(JSON.parse(detail.body).data.text).toBe('Hello');
    expect(detail.log).toMatchObject([{ statusCode: 500, answer: 'no room \ufffd here', error: null }]);
    world.receiver.answers(endpoint.path, undefined);
    const replay = () => world.call('POST', `/${endpoint.id}/deliveries/${failed!.id}/replay`, tenant);
    expect((await replay()).status).toBe(202);
    await eventually(async () =>
      expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toMatchObject([{ id: failed!.id, attempts: 2 }]),
    );
    expect((await replay()).body).toMatchObject({ id: failed!.id, status: 'retrying', attempts: 0 });
    await eventually(() => expect(delivered(endpoint.path)).toBe(3));
    expect(new Set(world.receiver.at(endpoint.path).map(({ id }) => id))).toEqual(new Set([`msg_${failed!.eventId}`]));
    for (let seq = 3; seq <= 5; seq++) await world.write(tenant, conversation, seq);
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(4));
    const first = (await world.call('GET', `/${endpoint.id}/deliveries?limit=3`, tenant)).body;
    const second = (await world.call('GET', `/${endpoint.id}/deliveries?limit=3&cursor=${first.nextCursor}`, tenant)).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
    const other = await world.endpoint(tenant, ['message.received']);
    expect((await world.call('GET', `/${other.id}/deliveries/${failed!.id}`, tenant)).status).toBe(404);
  });

  it('is replayed by a range: what failed or what was delivered, and nothing outside of it', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    const conversations = [v7(), v7()];
    for (let seq = 2; seq <= 5; seq++) for (const conversation of conversations) await world.write(tenant, conversation, seq);
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(8));
    const range = (body: Json) => world.call('POST', `/${endpoint.id}/replay`, tenant, body);
    expect((await range({ ...around(), status: 'failed' })).body).toEqual({ replayed: 0, hasMore: false });
    const later = new Date(Date.now() + 2 * HOUR).toISOString();
    expect((await range({ from: new Date(Date.now() + HOUR).toISOString(), to: later, status: 'delivered' })).body.replayed).toBe(0);
    expect((await range({ from: later, to: around().from })).body.code).toBe('validation_failed');
    for (const wrong of [{ from: '2026-W46-1' }, { to: '2026-321' }, { to: '2026-02-30' }, { from: null }, { to: 7 }, { status: null }]) {
      expect((await range({ ...around(), ...wrong })).body).toMatchObject({ status: 400, code: 'validation_failed' });
    }
    const before = delivered(endpoint.path);
    expect((await range({ ...around(), status: 'delivered' })).body).toEqual({ replayed: 8, hasMore: false });
    await eventually(() => expect(delivered(endpoint.path) - before).toBe(8));
    const again = world.receiver.at(endpoint.path).slice(before);
    for (const conversation of conversations) {
      expect(again.filter(({ body }) => body.data.conversationId === conversation).map(({ body }) => body.data.seq)).toEqual([2, 3, 4, 5]);
    }
    expect(new Set(world.receiver.at(endpoint.path).map(({ id }) => id)).size).toBe(8);
  });

  it('has the test event, whose outcome is told at once and which is not tried again', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    const test = async () => (await world.call('POST', `/${endpoint.id}/test`, tenant)).body;
    expect(await test()).toMatchObject({ delivered: true, statusCode: 200, answer: 'ok', error: null });
    const [received] = world.receiver.at(endpoint.path);
    expect(received!.body).toMatchObject({ type: 'test', data: { message: 'It works.' } });
    expect(isSigned(received!, endpoint.secret)).toBe(true);
    world.receiver.answers(endpoint.path, 404);
    expect(await test()).toMatchObject({ delivered: false, statusCode: 404 });
    await world.call('PUT', `/${endpoint.id}`, tenant, { url: 'http://127.0.0.1:9/' });
    expect(await test()).toMatchObject({ delivered: false, statusCode: null, error: 'refused' });
    expect((await world.deliveries(tenant, endpoint.id)).map(({ event, status }) => [event, status])).toEqual([
      ['test', 'failed'],
      ['test', 'failed'],
      ['test', 'delivered'],
    ]);
    world.forward(100 * HOUR);
    expect(delivered(endpoint.path)).toBe(2);
  });
});

describe('an endpoint', () => {
  it('is for admins, and for keys with the scope; there are twenty at most; changes are in the audit log', async () => {
    const tenant = v7();
    const body = { url: world.receiver.url('/many'), events: ['*'] };
    for (const role of ['viewer', 'agent'] as const) {
      expect((await world.call('GET', '', tenant, undefined, asMember(world.infra, tenant, role))).status).toBe(403);
      expect((await world.call('POST', '', tenant, body, asMember(world.infra, tenant, role))).status).toBe(403);
    }
    expect((await world.call('POST', '', tenant, body, asApiKey(world.infra, tenant, ['webhooks:read']))).status).toBe(403);
    const { body: made } = await world.call('POST', '', tenant, body, asApiKey(world.infra, tenant, ['webhooks:write']));
    for (let n = 1; n < MAX_ENDPOINTS; n++) expect((await world.call('POST', '', tenant, body)).status).toBe(201);
    expect((await world.call('POST', '', tenant, body)).body.code).toBe('too_many');
    await world.call('PUT', `/${made.id}`, tenant, { description: 'CRM', events: ['message.sent'] });
    await world.call('POST', `/${made.id}/rotate-secret`, tenant);
    expect((await world.call('DELETE', `/${made.id}`, tenant)).status).toBe(204);
    expect((await world.call('GET', `/${made.id}`, tenant)).status).toBe(404);
    const audited = (await world.infra.outboxEvents(webhooksAudited, tenant))
      .map(({ data }) => data)
      .filter(({ targetId }) => targetId === made.id);
    expect(audited.map(({ action }) => action)).toEqual(
      ['created', 'changed', 'secret_rotated', 'deleted'].map((verb) => `webhook_endpoint.${verb}`),
    );
    // Paths may hold secrets.
    expect(JSON.stringify(audited)).not.toContain('/many');
    const [{ id }] = (await world.call('GET', '', tenant)).body.items;
    for (const field of ['url', 'events', 'description', 'enabled']) {
      const refused = {
        status: 400,
        body: { code: 'validation_failed', errors: expect.arrayContaining([expect.objectContaining({ field })]) },
      };
      expect(await world.call('POST', '', tenant, { ...body, [field]: null })).toMatchObject(refused);
      expect(await world.call('PUT', `/${id}`, tenant, { [field]: null })).toMatchObject(refused);
    }
    for (const events of [[], ['test'], ['nothing'], ['*', '*']]) {
      expect((await world.call('POST', '', tenant, { ...body, events })).body.code).toBe('validation_failed');
    }
  });

  it('at another address has not failed yet', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, 500);
    await world.write(tenant, v7(), 2);
    const failingSince = async () => (await world.call('GET', `/${endpoint.id}`, tenant)).body.health.failingSince;
    await eventually(async () => expect(await failingSince()).not.toBeNull());
    await world.call('PUT', `/${endpoint.id}`, tenant, { description: 'CRM' });
    expect(await failingSince()).not.toBeNull();
    const path = `/${v7()}`;
    expect((await world.call('PUT', `/${endpoint.id}`, tenant, { url: world.receiver.url(path) })).body.health.failingSince).toBeNull();
    await world.write(tenant, v7(), 2);
    await eventually(() => expect(delivered(path)).toBe(2));
  });

  it('that answers has the event, also where the rest of the answer is lost on its way', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await world.write(tenant, v7(), 2);
    const [delivery] = await eventually(async () => {
      const items = await world.deliveries(tenant, endpoint.id, '?status=delivered');
      expect(items).toMatchObject([{ attempts: 1, lastStatusCode: 200, lastError: null }]);
      return items;
    });
    expect((await world.call('GET', `/${endpoint.id}/deliveries/${delivery!.id}`, tenant)).body.log).toMatchObject([
      { statusCode: 200, answer: 'half', error: null },
    ]);
  });

  it('that is deleted gets nothing any more, and leaves nothing that waits', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    world.receiver.answers(endpoint.path, 500);
    await world.write(tenant, v7(), 2);
    await eventually(() => expect(delivered(endpoint.path)).toBe(1));
    expect((await world.call('DELETE', `/${endpoint.id}`, tenant)).status).toBe(204);
    world.forward(24 * HOUR);
    await world.write(tenant, v7(), 2);
    await world.infra.settled('outgoing-webhooks');
    expect(delivered(endpoint.path)).toBe(1);
    for (const table of ['lanes', 'queues', 'endpoints']) {
      expect(await world.infra.rows(`select from outgoing_webhooks.${table} where tenant_id = $1`, [tenant])).toEqual([]);
    }
  });

  it('that leads into a private network is refused where it is named, and where it is called', async () => {
    const strict = await startService(world.infra, service);
    try {
      const tenant = v7();
      const call = async (method: string, path: string, body?: unknown) => {
        const headers = { ...asMember(world.infra, tenant, 'admin'), 'content-type': 'application/json' };
        const response = await fetch(`${strict.url}/api/v1/webhook-endpoints${path}`, {
          method,
          headers,
          ...(body ? { body: JSON.stringify(body) } : {}),
        });
        return (await response.json()) as Json;
      };
      for (const url of [
        'http://shop.example/',
        'https://127.0.0.1/',
        'https://[::ffff:7f00:1]/',
        'https://me:pw@shop.example/',
        'https://shop.example:25/',
        'https://localhost/',
      ]) {
        expect(await call('POST', '', { url, events: ['*'] })).toMatchObject({ code: 'webhook_url_refused', errors: [{ field: 'url' }] });
      }
      const made = await call('POST', '', { url: 'https://shop.example/hooks', events: ['*'] });
      // As if it had been made when the installation allowed it.
      await world.infra.rows('update outgoing_webhooks.endpoints set url = $2 where id = $1', [made.id, world.receiver.url('/inside')]);
      expect(await call('POST', `/${made.id}/test`, {})).toMatchObject({ delivered: false, statusCode: null, error: 'address' });
      await world.infra.rows('update outgoing_webhooks.endpoints set url = $2 where id = $1', [made.id, 'https://127.0.0.1:8443/inside']);
      expect(await call('POST', `/${made.id}/test`, {})).toMatchObject({ delivered: false, error: 'private_address' });
      expect(delivered('/inside')).toBe(0);
    } finally {
      await strict.close();
    }
  });
});

describe('a customer who is forgotten', () => {
  it('is in no body and in no answer any more, is told of by nothing that waits, and their erasure is told', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant);
    world.receiver.answers(endpoint.path, (received, response) =>
      response.writeHead(received.body.type === 'contact.erased' ? 200 : 500).end(received.text),
    );
    const [conversation, contact, other] = [v7(), v7(), v7()];
    await world.write(tenant, conversation, 2, 'I am quartz', contact);
    await world.contact(tenant, contact);
    await world.write(tenant, other, 2, 'I am somebody else');
    await eventually(() => expect(delivered(endpoint.path)).toBe(3));
    await world.infra.publish(contactErasureRequested, tenant, {
      erasureId: v7(),
      phones: ['16505551234'],
      userIds: [],
      conversationIds: [conversation],
      contactIds: [contact],
    });
    await eventually(async () =>
      expect((await world.infra.outboxEvents(deliveriesErased, tenant)).map(({ data }) => data.counts)).toEqual([{ deliveries: 2 }]),
    );
    await eventually(() =>
      expect(world.receiver.at(endpoint.path).at(-1)!.body).toMatchObject({ type: 'contact.erased', data: { contactId: contact } }),
    );
    // What was on its way is not delivered after it.
    await world.write(tenant, conversation, 3, 'I am quartz too', contact);
    await world.infra.settled('outgoing-webhooks');
    const kept = async (word: string) =>
      world.infra.rows(
        `select d.id from outgoing_webhooks.deliveries d where d.tenant_id = $1 and d.body like $2
         union all select a.id from outgoing_webhooks.attempts a where a.tenant_id = $1 and a.answer like $2`,
        [tenant, `%${word}%`],
      );
    expect(await kept('quartz')).toEqual([]);
    expect(await kept('vip')).toEqual([]);
    expect((await kept('somebody else')).length).toBeGreaterThan(1);
    world.forward(48 * HOUR);
    await eventually(() =>
      expect(world.receiver.at(endpoint.path).filter(({ body }) => body.data.text === 'I am somebody else').length).toBeGreaterThan(1),
    );
    expect(world.receiver.at(endpoint.path).filter(({ text }) => text.includes('quartz'))).toHaveLength(1);
  });

  it('who only wrote in a group goes from its deliveries, and the others stay', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    const [group, goes, stays] = [v7(), v7(), v7()];
    await world.write(tenant, group, 2, 'from one', goes);
    await world.write(tenant, group, 3, 'from another', stays);
    await eventually(() => expect(delivered(endpoint.path)).toBe(2));
    await world.infra.publish(contactErasureRequested, tenant, {
      erasureId: v7(),
      phones: [],
      userIds: [],
      conversationIds: [],
      contactIds: [goes],
      groupConversationIds: [group],
    });
    await eventually(async () =>
      expect((await world.infra.outboxEvents(deliveriesErased, tenant)).map(({ data }) => data.counts)).toEqual([{ deliveries: 1 }]),
    );
    const rows = await world.infra.rows<{ body: string }>('select body from outgoing_webhooks.deliveries where tenant_id = $1', [tenant]);
    expect(rows.map(({ body }) => JSON.parse(body).data.text)).toEqual(['from another']);
    // What they wrote before and was on its way stays away too.
    await world.write(tenant, group, 4, 'late', goes);
    await world.write(tenant, group, 5, 'also late', stays);
    await eventually(() => expect(delivered(endpoint.path)).toBe(3));
    expect(world.receiver.at(endpoint.path).map(({ body }) => body.data.text)).not.toContain('late');
  });

  it('is not to be known by a status without a conversation, which an erasure could not find', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.status']);
    world.receiver.answers(endpoint.path, (_, response) => response.end('Kerry has it'));
    const status = {
      messageId: v7(),
      outletId: v7(),
      status: 'delivered' as const,
      wamid: 'wamid.quartz',
      at: new Date().toISOString(),
      errors: [],
    };
    await world.infra.publish(statusChanged, tenant, status);
    await world.infra.publish(statusChanged, tenant, { ...status, messageId: v7(), conversationId: v7() });
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(2));
    const rows = await world.infra.rows<{ known: boolean; named: boolean; answer: string | null }>(
      `select d.body like '%conversationId%' as known, d.body like '%quartz%' as named, a.answer
       from outgoing_webhooks.deliveries d join outgoing_webhooks.attempts a on a.delivery_id = d.id where d.tenant_id = $1 order by known`,
      [tenant],
    );
    expect(rows).toEqual([
      { known: false, named: false, answer: null },
      { known: true, named: true, answer: 'Kerry has it' },
    ]);
  });

  it('goes after as many days as the tenant keeps messages, and with the others after thirty', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    await world.write(tenant, v7(), 2);
    await eventually(async () => expect(await world.deliveries(tenant, endpoint.id, '?status=delivered')).toHaveLength(1));
    await world.infra.rows(`insert into conversation.retention (tenant_id, messages_days, updated_by) values ($1, 3, $2)`, [tenant, v7()]);
    const retention = world.running.app.get(ApplyRetentionHandler, { strict: false });
    await retention.execute();
    expect(await world.deliveries(tenant, endpoint.id)).toHaveLength(1);
    await world.infra.rows(`update outgoing_webhooks.deliveries set id = uuidv7(interval '-4 days') where tenant_id = $1`, [tenant]);
    await world.infra.rows(`update outgoing_webhooks.attempts set id = uuidv7(interval '-4 days') where tenant_id = $1`, [tenant]);
    await retention.execute();
    for (const table of ['deliveries', 'attempts']) {
      expect(await world.infra.rows(`select from outgoing_webhooks.${table} where tenant_id = $1`, [tenant])).toEqual([]);
    }
    const [kept] = await world.infra.rows<{ keep: string }>(
      `select count(*)::int as keep from pg_inherits where inhparent = 'outgoing_webhooks.deliveries'::regclass`,
    );
    expect(kept!.keep).toBeGreaterThan(1);
  });
});

describe('a process that is killed', () => {
  it('between the request and what became of it loses nothing: the event comes once more under the same id', async () => {
    const tenant = v7();
    const endpoint = await world.endpoint(tenant, ['message.received']);
    await world.running.close();
    let killed: ChildProcess | undefined;
    const start = (): ChildProcess =>
      spawn(process.execPath, ['--import', `${ROOT}libs/testing/src/run-sources.mjs`, `${ROOT}services/outgoing-webhooks/src/main.ts`], {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          ...world.infra.env('outgoing-webhooks'),
          WEBHOOKS_ALLOW_PRIVATE: '1',
          WEBHOOK_TIMEOUT_MS: '500',
          SERVICE_PORT: '0',
        },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        cwd: ROOT,
      });
    world.receiver.answers(endpoint.path, (_, response) => {
      // Has it, and the process that asked never hears so.
      killed!.kill('SIGKILL');
      response.end('ok');
    });
    killed = start();
    const ended = once(killed, 'exit');
    await world.write(tenant, v7(), 2, 'once');
    await ended;
    expect(delivered(endpoint.path)).toBe(1);
    const rows = await world.infra.rows('select state, attempts from outgoing_webhooks.deliveries where tenant_id = $1', [tenant]);
    expect(rows).toEqual([{ state: 'waiting', attempts: 0 }]);
    world.receiver.answers(endpoint.path, undefined);
    const next = start();
    try {
      // After the lease.
      await eventually(() => expect(delivered(endpoint.path)).toBe(2), { timeoutMs: 60_000, everyMs: 200 });
      const [first, second] = world.receiver.at(endpoint.path);
      expect([second!.id, second!.text]).toEqual([first!.id, first!.text]);
      await eventually(async () => {
        const settled = await world.infra.rows('select state, attempts from outgoing_webhooks.deliveries where tenant_id = $1', [tenant]);
        expect(settled).toEqual([{ state: 'delivered', attempts: 1 }]);
      });
    } finally {
      next.kill('SIGKILL');
      await once(next, 'exit');
    }
  }, 120_000);
});
