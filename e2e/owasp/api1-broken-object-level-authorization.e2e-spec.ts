import { BODIES } from '../access-bodies.js';
import { ROUTES } from '../access-table.js';
import { textBody } from '../system.js';
import { eventually, GONE, pathOf, World, type Headers, type Side } from './world.js';

/** OWASP API1:2023. That a foreign caller is refused at every route is walked in access.e2e-spec.ts; here is what an id can do elsewhere. */
describe('an id of another tenant', () => {
  let world: World;
  let acme: Side;
  let beta: Side;
  let routes: string[];
  /** Every id that acme's owner can see. */
  let acmeIds: Set<string>;

  beforeAll(async () => {
    world = await World.start();
    ({ acme, beta } = world);
    routes = await world.routes();
    await eventually(async () => expect((await world.system.ledger()).items.pending).toBe(0), { timeoutMs: 20_000 });
    acmeIds = new Set([acme.tenant.id, ...Object.values(acme.ids)]);
    for (const route of routes.filter((each) => each.startsWith('GET '))) {
      const { body } = await world.system.api(pathOf(route, acme), { headers: acme.members.owner });
      for (const [id] of (JSON.stringify(body) ?? '').matchAll(UUID)) acmeIds.add(id);
    }
    // What an installation shares.
    const superadmin = await world.system.query<{ id: string }>('select id from tenant.users where superadmin');
    for (const { id } of superadmin) acmeIds.delete(id);
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  const call = async (method: string, path: string, headers: Headers, body?: object) => {
    const sends = method === 'GET' || method === 'DELETE' ? undefined : (body ?? {});
    const { status, body: answer } = await world.system.api<{ code?: string }>(path, { method, headers, body: sends });
    return { status, code: answer?.code, text: JSON.stringify(answer) ?? '' };
  };

  /** Nothing of acme's stands in it. */
  const expectNothingOfAcme = (path: string, text: string): void => {
    const seen = [...text.matchAll(UUID)].map(([id]) => id).filter((id) => acmeIds.has(id));
    expect({ path, seen }).toEqual({ path, seen: [] });
  };

  it('knows a good part of what acme has, so that the tests below mean something', () => {
    expect(acmeIds.size).toBeGreaterThan(15);
  });

  it('in the path is refused to owner and API key, under any name, and changes not one row', async () => {
    const before = await world.rowsOf(acme.tenant.id);
    const named = routes.filter((route) => route.includes('{') && !/\{(slug|token)\}/.test(route));
    expect(named.length).toBeGreaterThan(40);
    const wrong: unknown[] = [];
    for (const route of named) {
      const [method] = route.split(' ') as [string];
      for (const caller of [beta.members.owner, beta.key]) {
        for (const headers of [caller, { ...caller, 'if-match': '*' }, { ...caller, 'x-tenant-id': beta.tenant.id }]) {
          const { status, text } = await call(method, pathOf(route, acme), headers, BODIES[route]);
          if (![403, 404].includes(status)) wrong.push({ route, status, text });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(await world.rowsOf(acme.tenant.id)).toEqual(before);
  }, 60_000);

  it('behind one’s own tenant in the path is not found, and changes not one row', async () => {
    const before = await world.rowsOf(acme.tenant.id);
    // Who is no superadmin learns nothing of their routes but that; and billing knows no conversations: one that is not one's own cost nothing.
    const nested = routes.filter(
      (route) => (route.match(/\{/g) ?? []).length === 2 && ROUTES[route] !== 'superadmin' && !route.endsWith('/{conversationId}/costs'),
    );
    expect(nested.length).toBeGreaterThan(3);
    for (const route of nested) {
      const [method] = route.split(' ') as [string];
      const answer = await call(method, pathOf(route, beta, acme), beta.members.owner, BODIES[route]);
      expect({ route, status: answer.status }).toEqual({ route, status: 404 });
    }
    expect(await world.rowsOf(acme.tenant.id)).toEqual(before);
  });

  it('is answered as an id that nobody has: the answers do not tell which exist', async () => {
    const reading = routes.filter((route) => route.startsWith('GET ') && route.includes('/{id}') && !route.includes('/tenants/'));
    expect(reading.length).toBeGreaterThan(5);
    for (const route of reading) {
      const nobody: Side = { ...acme, ids: {}, tenant: { ...acme.tenant, id: GONE } };
      const foreign = await call('GET', pathOf(route, acme), beta.members.owner);
      const missing = await call('GET', pathOf(route, nobody), beta.members.owner);
      const shape = ({ status, code, text }: typeof foreign) => ({ status, code, text: text.replace(/"requestId":"[^"]+"/, '') });
      expect({ route, ...shape(foreign) }).toEqual({ route, ...shape(missing) });
    }
  });

  it.each([
    ['outletId of a message', '/messages', (): object => ({ outletId: acme.ids.outlets, to: '+15550600009', type: 'text', text: 'x' })],
    ['userId to assign to', '/conversations/{id}/assign', (): object => ({ userId: acme.ids.users })],
  ])('in a body is refused (%s)', async (_, route, body) => {
    const before = await world.rowsOf(beta.tenant.id);
    const { status, text } = await call('POST', pathOf(`POST ${route}`, beta), beta.members.owner, body());
    expect([400, 404, 409, 422]).toContain(status);
    // The id may come back as what was wrong with the request, never with what it stands for.
    for (const secret of [acme.tenant.name, 'owner@acme', acme.tenant.outlets[0]!.phoneNumberId]) expect(text).not.toContain(secret);
    expect(await world.rowsOf(beta.tenant.id)).toEqual(before);
  });

  it('in a filter finds nothing', async () => {
    const filters: Record<string, string> = {
      outletId: acme.ids.outlets!,
      tenantId: acme.tenant.id,
      actor: acme.ids.users!,
      target: acme.ids.outlets!,
      search: 'acme',
      email: `guest@${acme.tenant.slug}.example`,
      phone: '15550600001',
    };
    const lists = routes.filter((route) => route.startsWith('GET ') && !route.includes('/ops/'));
    for (const route of lists) {
      for (const [name, value] of Object.entries(filters)) {
        const path = `${pathOf(route, beta)}?${name}=${encodeURIComponent(value)}`;
        expectNothingOfAcme(path, (await call('GET', path, beta.members.owner)).text);
      }
    }
  }, 60_000);

  it('in a cursor opens nothing: a place in acme’s list is at most a place in one’s own', async () => {
    const lists = routes.filter((route) => route.startsWith('GET ') && !route.includes('/ops/'));
    let tried = 0;
    for (const route of lists) {
      const first = await world.system.api<{ nextCursor?: string | null }>(`${pathOf(route, acme)}?limit=1`, {
        headers: acme.members.owner,
      });
      const cursors = first.body?.nextCursor ? [first.body.nextCursor] : [];
      // And the cursors that nobody was given, with acme's ids in them.
      for (const keys of [[acme.ids.messages], ['2020-01-01T00:00:00.000Z', acme.ids.conversations]]) {
        cursors.push(Buffer.from(JSON.stringify(keys)).toString('base64url'));
      }
      for (const cursor of cursors) {
        const path = `${pathOf(route, beta)}?limit=200&cursor=${cursor}`;
        const { status, text } = await call('GET', path, beta.members.owner);
        expect({ path, refused: status >= 500 }).toEqual({ path, refused: false });
        expectNothingOfAcme(path, text);
        tried += first.body?.nextCursor ? 1 : 0;
      }
    }
    expect(tried).toBeGreaterThan(3);
  }, 60_000);

  it('under its right ETag is not found, as under a wrong one', async () => {
    const before = await world.rowsOf(acme.tenant.id);
    for (const [path, body] of [
      [`/tenants/${acme.tenant.id}`, { name: 'Taken over' }],
      [`/outlets/${acme.ids.outlets}`, { name: 'Taken over' }],
      [`/tenants/${acme.tenant.id}/branding`, { productName: 'Taken over' }],
      [`/tenants/${acme.tenant.id}/llm-config`, { tone: 'taken over' }],
    ] as const) {
      const own = await world.system.api(path, { headers: acme.members.owner });
      for (const tag of [own.headers.get('etag')!, '"999"', '*']) {
        const { status } = await call('PUT', path, { ...beta.members.owner, 'if-match': tag }, body);
        expect({ path, tag, status }).toEqual({ path, tag, status: 404 });
      }
    }
    expect(await world.rowsOf(acme.tenant.id)).toEqual(before);
  });

  it('under an Idempotency-Key of acme’s gets an answer of one’s own', async () => {
    const key = { 'idempotency-key': 'one-key-for-two-tenants' };
    // Each to the customer who has written to it: nobody else may be sent words.
    const send = (headers: Headers, outlet: Side) => {
      const to = outlet === acme ? '+15550600001' : '+15550600002';
      return call('POST', '/messages', { ...headers, ...key }, { outletId: outlet.ids.outlets, to, type: 'text', text: 'hello' });
    };
    const id = (answer: { text: string }): string => (JSON.parse(answer.text) as { id: string }).id;
    const first = await send(acme.members.owner, acme);
    expect(first.status).toBe(202);
    acmeIds.add(id(first));
    expect(id(await send(acme.members.owner, acme))).toBe(id(first));
    // The same request, to the letter: not the answer that acme got.
    const same = await send(beta.members.owner, acme);
    expect(same.status).not.toBe(202);
    expect(same.text).not.toContain(id(first));
    const own = await send({ ...beta.key, 'idempotency-key': 'another' }, beta);
    expect(own.status).toBe(202);
    expectNothingOfAcme('/messages', own.text);

    const reply = (side: Side) =>
      call('POST', `/conversations/${side.ids.conversations}/messages`, { ...side.members.owner, ...key }, { type: 'text', text: 'hi' });
    const [ours, theirs] = [await reply(acme), await reply(beta)];
    expect([ours.status, theirs.status].every((status) => status < 300)).toBe(true);
    expect(id(theirs)).not.toBe(id(ours));

    const invite = (side: Side) =>
      call(
        'POST',
        `/tenants/${side.tenant.id}/invitations`,
        { ...side.members.owner, ...key },
        { email: 'same@guest.example', role: 'viewer' },
      );
    const [first1, second1] = [await invite(acme), await invite(beta)];
    expect([first1.status, second1.status]).toEqual([201, 201]);
    expect(id(second1)).not.toBe(id(first1));
  }, 30_000);

  describe('that WhatsApp gave them', () => {
    const MADE_UP = 'EAAmade-up-by-a-stranger';
    let stranger: Headers;
    let strangerId: string;

    beforeAll(async () => {
      const person = { email: 'stranger@nowhere.example', password: 'long enough 123', name: 'Stranger', tenantName: 'Stranger Ltd' };
      expect((await world.system.api('/auth/register', { body: person })).status).toBe(201);
      stranger = { authorization: `Bearer ${await world.system.signIn(person.email, person.password)}` };
      const me = await world.system.api<{ tenants: { id: string }[] }>('/auth/me', { headers: stranger });
      strangerId = me.body.tenants[0]!.id;
    });

    const connect = (headers: Headers, number: object) =>
      world.system.api<{ id: string; code?: string; status: string; confirmation: string }>('/outlets', {
        headers,
        body: { name: 'Store', displayPhoneNumber: '+1 555 010 1001', ...number },
      });
    /** A customer's message to the number, signed as Meta signs. @returns what became of it */
    const written = async (phoneNumberId: string, wabaId: string, wamid: string) => {
      const items = () =>
        world.system.query<{ id: string; tenant_id: string | null; outcome: string; code: string | null }>(
          'select id, tenant_id, outcome, code from gateway.webhook_items where phone_number_id = $1',
          [phoneNumberId],
        );
      const before = new Set((await items()).map(({ id }) => id));
      const body = textBody(phoneNumberId, wabaId, [{ wamid, from: '15550600077', text: `private ${wamid}` }]);
      expect(await world.system.webhook(body)).toBe(200);
      return eventually(
        async () => {
          const item = (await items()).find(({ id }) => !before.has(id));
          expect(item?.outcome).toMatch(/parked|processed/);
          return item!;
        },
        { timeoutMs: 15_000 },
      );
    };
    const replay = (itemId: string) =>
      world.system.api<{ replayed: number; reasons: { code: string }[] }>('/ops/replay', {
        headers: world.superadmin,
        body: { itemIds: [itemId] },
      });
    /** All that the stranger can read of customers. */
    const seen = async (): Promise<string> => {
      const { body } = await world.system.api<{ items: { id: string }[] }>('/conversations', { headers: stranger });
      const paths = ['/conversations', '/contacts', ...body.items.map(({ id }) => `/conversations/${id}/messages`)];
      return (await Promise.all(paths.map((path) => call('GET', path, stranger)))).map(({ text }) => text).join();
    };

    it('cannot be claimed with a made-up token: neither a connected number, nor one that its owner has disconnected', async () => {
      const [outlet] = acme.tenant.outlets;
      const own = { phoneNumberId: '770000000001', wabaId: '770000000002', accessToken: 'EAAtoken-of-acme-alone' };
      const connected = await connect(acme.members.owner, own);
      expect(connected).toMatchObject({ status: 201, body: { status: 'active', confirmation: 'confirmed' } });
      for (const { phoneNumberId, wabaId } of [outlet!, own]) {
        expect(await connect(stranger, { phoneNumberId, wabaId, accessToken: MADE_UP })).toMatchObject({
          status: 422,
          body: { code: 'whatsapp_token_invalid' },
        });
      }
      const path = `/outlets/${connected.body.id}`;
      expect((await world.system.api(path, { method: 'DELETE', headers: acme.members.owner })).status).toBe(204);
      expect((await connect(stranger, { ...own, accessToken: MADE_UP })).status).toBe(422);
      const item = await written(own.phoneNumberId, own.wabaId, 'wamid.CLAIM1');
      expect(item).toMatchObject({ tenant_id: null, outcome: 'parked', code: 'unknown_phone_number' });
      expect((await replay(item.id)).body).toMatchObject({ replayed: 0, reasons: [{ code: 'unknown_phone_number' }] });
      expect(await seen()).not.toContain('private');

      // The rightful one comes back at once, and what was written while nobody had the number stays nobody's.
      expect(await connect(acme.members.owner, own)).toMatchObject({ status: 201, body: { status: 'active' } });
      expect((await replay(item.id)).body).toMatchObject({ replayed: 0, reasons: [{ code: 'not_connected_then' }] });
      expect(await written(own.phoneNumberId, own.wabaId, 'wamid.CLAIM2')).toMatchObject({
        tenant_id: acme.tenant.id,
        outcome: 'processed',
      });
    }, 60_000);

    it('cannot be claimed by changing a token, and what is refused changes nothing', async () => {
      const own = { phoneNumberId: '770000000011', wabaId: '770000000012', accessToken: 'EAAtoken-of-the-stranger' };
      const { body } = await connect(stranger, own);
      const before = await world.rowsOf(strangerId);
      for (const accessToken of [MADE_UP, acme.tenant.outlets[0]!.accessToken]) {
        const put = await world.system.api<{ code: string }>(`/outlets/${body.id}`, {
          method: 'PUT',
          headers: stranger,
          body: { accessToken },
        });
        expect(put).toMatchObject({ status: 422, body: { code: expect.stringMatching(/^whatsapp_/) } });
      }
      expect(await world.rowsOf(strangerId)).toEqual(before);
    }, 30_000);

    it('cannot be stopped by a made-up number in the same account: acme’s news stay acme’s, and nobody else’s', async () => {
      const { wabaId } = acme.tenant.outlets[0]!;
      for (const accessToken of [MADE_UP, 'EAAtoken-of-the-stranger']) {
        const claim = await connect(stranger, { phoneNumberId: '770000000021', wabaId, accessToken });
        expect(claim).toMatchObject({ status: 422, body: { code: expect.stringMatching(/^whatsapp_/) } });
      }
      const news = [{ id: wabaId, changes: [{ field: 'account_update', value: { event: 'VERIFIED_ACCOUNT' } }] }];
      expect(await world.system.webhook({ object: 'whatsapp_business_account', entry: news })).toBe(200);
      await eventually(
        async () => {
          const rows = await world.system.query(
            `select i.tenant_id, i.outcome from gateway.webhook_items i where kind = 'account' order by id desc limit 1`,
          );
          expect(rows).toEqual([{ tenant_id: acme.tenant.id, outcome: 'processed' }]);
        },
        { timeoutMs: 15_000 },
      );
    }, 30_000);

    it('does not bring its past with it: what was written before it was connected goes to nobody', async () => {
      const number = { phoneNumberId: '770000000031', wabaId: '770000000032', accessToken: 'EAAanother-token-of-the-stranger' };
      const item = await written(number.phoneNumberId, number.wabaId, 'wamid.PAST');
      expect(item).toMatchObject({ tenant_id: null, outcome: 'parked' });
      expect((await connect(stranger, number)).body).toMatchObject({ status: 'active' });
      expect((await replay(item.id)).body).toMatchObject({ replayed: 0, reasons: [{ code: 'not_connected_then' }] });
      expect(await seen()).not.toContain('wamid.PAST');
      expect(await written(number.phoneNumberId, number.wabaId, 'wamid.PRESENT')).toMatchObject({
        tenant_id: strangerId,
        outcome: 'processed',
      });
      expect(await seen()).toContain('wamid.PRESENT');
    }, 60_000);
  });
});

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
