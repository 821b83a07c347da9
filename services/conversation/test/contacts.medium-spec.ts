import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('contacts over REST', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  interface Answer {
    status: number;
    etag: string | null;
    // Shapes are what these tests are about.
    body: any;
  }
  const as =
    (world: World, role: 'viewer' | 'agent' = 'agent') =>
    async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
      const response = await fetch(`${running.url}/api/v1${path}`, {
        method,
        headers: {
          ...asMember(infra, world.tenantId, role),
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, etag: response.headers.get('etag'), body: await response.json() };
    };

  it('are made, read with an entity tag, and changed by whoever has read them last', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const made = await agent('POST', '/contacts', { phone: '+1 (650) 555-1000', name: 'Ana Ruiz', tags: ['vip', 'VIP'] });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Ana Ruiz', phone: '16505551000', tags: ['VIP'], attributes: {}, consent: { marketing: 'unknown' } },
    });
    const { id } = made.body;
    const read = await agent('GET', `/contacts/${id}`);
    expect(read.body).toEqual(made.body);
    const changed = await agent('PUT', `/contacts/${id}`, { attributes: { city: 'Cusco', orders: 3 } }, { 'if-match': read.etag! });
    expect(changed.body).toMatchObject({ name: 'Ana Ruiz', attributes: { city: 'Cusco', orders: 3 } });
    const late = await agent('PUT', `/contacts/${id}`, { name: 'Overwritten' }, { 'if-match': read.etag! });
    expect(late).toMatchObject({ status: 412, body: { code: 'precondition_failed' }, etag: changed.etag });
    expect((await agent('GET', `/contacts/${id}`)).body.name).toBe('Ana Ruiz');
  });

  it('keep the name that the team gave when the customer writes under a profile name', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const { body: made } = await agent('POST', '/contacts', { phone: '16505551001', name: 'Ana Ruiz (wholesale)' });
    await world.write({ phone: '16505551001', name: 'anita' }, 'Hello');
    await world.untilHandled(1);
    await world.write({ phone: '16505551001', name: 'anita' }, 'Again');
    await world.untilHandled(2);
    expect((await agent('GET', `/contacts/${made.id}`)).body).toMatchObject({ name: 'Ana Ruiz (wholesale)', profileName: 'anita' });
    const conversations = (await agent('GET', `/conversations?contactId=${made.id}`)).body.items;
    expect(conversations).toMatchObject([{ contact: { id: made.id, name: 'Ana Ruiz (wholesale)' }, lastSeq: 2 }]);
    await agent('PUT', `/contacts/${made.id}`, { name: null });
    expect((await agent('GET', `/contacts/${made.id}`)).body.name).toBe('anita');
  });

  it('note when a consent was given, and not when something else changed', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const { body: made } = await agent('POST', '/contacts', {
      phone: '16505551002',
      consent: { marketing: 'granted', source: 'checkout form' },
    });
    expect(made.consent).toEqual({ marketing: 'granted', source: 'checkout form', at: expect.any(String) });
    const { body: tagged } = await agent('PUT', `/contacts/${made.id}`, { tags: ['new'] });
    expect(tagged.consent).toEqual(made.consent);
    const { body: denied } = await agent('PUT', `/contacts/${made.id}`, { consent: { marketing: 'denied' } });
    expect(denied.consent).toMatchObject({ marketing: 'denied' });
    expect(denied.consent.at > made.consent.at).toBe(true);
  });

  it('are found by name, phone, e-mail and tag, page by page', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    for (const [index, name] of ['Ana', 'Bob', 'Carla'].entries()) {
      await agent('POST', '/contacts', {
        phone: `3460000000${index}`,
        name,
        email: `${name.toLowerCase()}@example.com`,
        tags: ['all', name],
      });
    }
    const names = ({ body }: Answer): string[] => body.items.map((contact: { name: string }) => contact.name);
    expect(names(await agent('GET', '/contacts?q=ANA'))).toEqual(['Ana']);
    expect(names(await agent('GET', '/contacts?q=bob%40'))).toEqual(['Bob']);
    expect(names(await agent('GET', '/contacts?q=000002'))).toEqual(['Carla']);
    expect(names(await agent('GET', '/contacts?phone=%2B34%20600000001'))).toEqual(['Bob']);
    expect(names(await agent('GET', '/contacts?tag=carla'))).toEqual(['Carla']);
    const first = await agent('GET', '/contacts?tag=all&limit=2');
    expect(names(first)).toEqual(['Carla', 'Bob']);
    expect(names(await agent('GET', `/contacts?tag=all&limit=2&cursor=${first.body.nextCursor}`))).toEqual(['Ana']);
  });

  it('have the number that was meant, and are found by it however it is written', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const pasted = '\u202a+51\u00a0987\u2011111\u2011000\u202c';
    const made = await agent('POST', '/contacts', { phone: '0051 987 111 000', name: 'Rosa' });
    expect(made).toMatchObject({ status: 201, body: { phone: '51987111000' } });
    expect(await agent('POST', '/contacts', { phone: pasted })).toMatchObject({ status: 409, body: { code: 'contact_exists' } });
    const found = async (query: string): Promise<string[]> =>
      (await agent('GET', `/contacts?${query}`)).body.items.map((contact: { name: string }) => contact.name);
    for (const text of ['+51 987 111 000', '0051987111000', pasted, '51987111000', '987-111', '\uff19\uff18\uff17 111']) {
      expect([text, await found(`q=${encodeURIComponent(text)}`)]).toEqual([text, ['Rosa']]);
    }
    for (const text of ['+51 987 111 000', '0051987111000', pasted]) {
      expect([text, await found(`phone=${encodeURIComponent(text)}`)]).toEqual([text, ['Rosa']]);
    }
    await world.write({ phone: '51987111000', name: 'Rosa' }, 'Hello');
    await world.untilHandled(1);
    for (const query of ['phone', 'q']) {
      const { body } = await agent('GET', `/conversations?${query}=${encodeURIComponent(pasted)}`);
      expect(body.items).toMatchObject([{ contact: { id: made.body.id } }]);
    }
  });

  it('that stand in the book as they were typed once are still found', async () => {
    const world = await World.create(infra);
    const id = v7();
    await infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, alias) values ($1, $2, '0051987222000', 'Old')`, [
      world.tenantId,
      id,
    ]);
    for (const query of ['phone', 'q']) {
      const { body } = await as(world)('GET', `/contacts?${query}=${encodeURIComponent('+51 987 222 000')}`);
      expect(body.items).toMatchObject([{ id }]);
    }
  });

  it.each([
    ['12345', 'this one is too short'],
    ['123456789012345678', 'this one is too long'],
    ['0987 111 000', 'this one begins with no country code'],
    ['call me', 'this is not a phone number'],
  ])('are not made with the number %p: %s', async (phone, reason) => {
    const world = await World.create(infra);
    const message = `must be a phone number with its country code, such as +51 987 111 000; ${reason}`;
    expect(await as(world)('POST', '/contacts', { phone })).toMatchObject({
      status: 400,
      body: { code: 'validation_failed', errors: [{ field: 'phone', code: 'not_valid', message }] },
    });
  });

  it('become one where people know that they are one; nothing of either is lost', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    await world.write({ phone: '16505551003', name: 'Ana' }, 'By phone');
    await world.untilHandled(1);
    await world.write({ userId: 'US.1003', name: 'ana.b' }, 'By username');
    await world.untilHandled(2);
    const [phone, user] = await world.contacts();
    await agent('PUT', `/contacts/${phone!.id}`, { tags: ['vip'], consent: { marketing: 'granted' } });
    await agent('PUT', `/contacts/${user!.id}`, { tags: ['web'], consent: { marketing: 'denied' }, email: 'ana@example.com' });
    const merged = await agent('POST', `/contacts/${phone!.id}/merge`, { contactId: user!.id });
    expect(merged).toMatchObject({
      status: 200,
      body: { id: phone!.id, phone: '16505551003', userId: 'US.1003', email: 'ana@example.com', consent: { marketing: 'denied' } },
    });
    expect(merged.body.tags.toSorted()).toEqual(['vip', 'web']);
    const [only, ...others] = await world.conversations();
    expect(others).toEqual([]);
    expect((await world.messages()).map((message) => [message.conversation_id, message.seq])).toEqual([
      [only!.id, 1],
      [only!.id, 2],
    ]);
    expect((await agent('GET', `/contacts/${user!.id}`)).status).toBe(404);
  });

  it('keep what is known of both when a message shows that they are one', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const { body: phone } = await agent('POST', '/contacts', { phone: '16505551004', tags: ['vip'], consent: { marketing: 'denied' } });
    const { body: user } = await agent('POST', '/contacts', { userId: 'US.1004', tags: ['web'], consent: { marketing: 'granted' } });
    await world.write({ phone: '16505551004', userId: 'US.1004' }, 'Both');
    await world.untilHandled(1);
    const { body } = await agent('GET', `/contacts/${phone.id}`);
    expect(body).toMatchObject({ phone: '16505551004', userId: 'US.1004', consent: { marketing: 'denied' } });
    expect(body.tags.toSorted()).toEqual(['vip', 'web']);
    expect((await agent('GET', `/contacts/${user.id}`)).status).toBe(404);
  });

  it('are refused with a reason, and nothing changes', async () => {
    const world = await World.create(infra);
    const agent = as(world);
    const { body: ana } = await agent('POST', '/contacts', { phone: '16505551005', name: 'Ana' });
    const { body: bob } = await agent('POST', '/contacts', { phone: '16505551006', name: 'Bob' });
    const refusals: [string, string, object, number, string][] = [
      ['POST', '/contacts', { name: 'Nobody' }, 422, 'identity_missing'],
      ['POST', '/contacts', { phone: '+1 650 555 1005' }, 409, 'contact_exists'],
      ['POST', '/contacts', { phone: 'call me' }, 400, 'validation_failed'],
      ['PUT', `/contacts/${ana.id}`, { email: 'not an address' }, 400, 'validation_failed'],
      ['PUT', `/contacts/${ana.id}`, { attributes: { deep: { er: 1 } } }, 400, 'validation_failed'],
      ['PUT', `/contacts/${ana.id}`, { consent: { marketing: 'perhaps' } }, 400, 'validation_failed'],
      ['PUT', `/contacts/${v7()}`, { name: 'X' }, 404, 'not_found'],
      ['POST', `/contacts/${ana.id}/merge`, { contactId: bob.id }, 409, 'identities_differ'],
      ['POST', `/contacts/${ana.id}/merge`, { contactId: ana.id }, 422, 'same_contact'],
      ['POST', `/contacts/${ana.id}/merge`, { contactId: v7() }, 404, 'not_found'],
    ];
    for (const [method, path, body, status, code] of refusals) {
      expect({ path, ...(await agent(method, path, body)) }).toMatchObject({ path, status, body: { code } });
    }
    expect((await agent('GET', `/contacts/${ana.id}`)).body).toEqual(ana);
    expect(await as(world, 'viewer')('PUT', `/contacts/${ana.id}`, { name: 'X' })).toMatchObject({ status: 403 });
  });

  it('are nothing to another tenant', async () => {
    const world = await World.create(infra);
    const other = await World.create(infra);
    const { body: ana } = await as(world)('POST', '/contacts', { phone: '16505551007', name: 'Ana' });
    expect((await as(other)('GET', '/contacts?q=ana')).body.items).toEqual([]);
    expect((await as(other)('GET', `/contacts/${ana.id}`)).status).toBe(404);
    expect((await as(other)('PUT', `/contacts/${ana.id}`, { name: 'Mine' })).status).toBe(404);
    expect((await as(other)('POST', '/contacts', { phone: '16505551007' })).status).toBe(201);
  });
});
