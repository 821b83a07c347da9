import { headers as natsHeaders } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import pg from 'pg';
import { accountChanged, messageReceived, statusReceived } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import {
  addOutlet,
  addTenant,
  asSuperadmin,
  postSigned,
  receipt,
  startGateway,
  startWorld,
  TENANT_A,
  TENANT_B,
  token,
} from './gateway-world.js';

const A = { wabaId: 'waba-a', phoneNumberId: 'phone-a' };
const B = { wabaId: 'waba-b', phoneNumberId: 'phone-b' };
const NOBODY = { wabaId: 'waba-x', phoneNumberId: 'phone-x' };

interface Item {
  id: string;
  kind: string;
  index: number;
  tenantId: string | null;
  outcome: string;
  code: string | null;
  detail: string | null;
  raw: unknown;
}
type Figures = Record<'received' | 'processed' | 'parked' | 'dead' | 'pending', number>;
interface Ledger {
  journal: Figures;
  items: Figures;
  unrouted: Figures;
  tenants: (Figures & { tenantId: string })[];
}

describe('the ledger', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let superadmin: Record<string, string>;
  let outletA: string;

  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${gateway.url}/api/v1/ops/${path}`, { headers: superadmin });
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  };
  const replay = (body: unknown, headers = superadmin) => post('replay', body, headers);
  const post = async (path: string, body: unknown, headers = superadmin): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(`${gateway.url}/api/v1/ops/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const items = async (query = ''): Promise<Item[]> => (await get<{ items: Item[] }>(`items?limit=200${query}`)).items;
  const itemsOf = async (wamid: string): Promise<Item[]> =>
    (await items()).filter((item) => JSON.stringify(item.raw).includes(`"${wamid}"`)).sort((a, b) => a.index - b.index);
  const itemOf = async (wamid: string): Promise<Item> => {
    const found = await itemsOf(wamid);
    if (found.length !== 1) throw new Error(`${found.length} items of ${wamid}`);
    return found[0]!;
  };
  const send = async (body: unknown): Promise<void> => {
    expect((await postSigned(gateway, typeof body === 'string' ? body : JSON.stringify(body))).status).toBe(200);
  };
  const text = (wamid: string) => build.textMessage({ wamid, from: '16505551234', body: `text of ${wamid}` });
  const bury = async (envelope: string, detail: string, consumer = 'conversation'): Promise<void> => {
    const reason = natsHeaders();
    reason.set('Chasqui-Error-Code', 'handler_failed');
    reason.set('Chasqui-Error-Detail', detail);
    reason.set('Chasqui-Consumer', consumer);
    await jetstream(await infra.nats()).publish(`chasqui-dead.${consumer}.${messageReceived.subject}`, envelope, { headers: reason });
  };
  const envelopeOf = async (id: string): Promise<string> => {
    const found = (await infra.events(messageReceived)).find((event) => event.id === id);
    if (!found) throw new Error(`no event ${id} yet`);
    const { seq: _seq, ...envelope } = found;
    return JSON.stringify(envelope);
  };
  const expectSums = (ledger: Ledger): void => {
    for (const figures of [ledger.journal, ledger.items, ledger.unrouted, ...ledger.tenants]) {
      expect(figures.received).toBe(figures.processed + figures.parked + figures.dead + figures.pending);
    }
    const parts = [ledger.unrouted, ...ledger.tenants];
    expect(ledger.items.received).toBe(parts.reduce((sum, { received }) => sum + received, 0));
  };

  beforeAll(async () => {
    infra = await startWorld();
    outletA = await addOutlet(infra, TENANT_A, A.phoneNumberId, A.wabaId);
    await addOutlet(infra, TENANT_B, B.phoneNumberId, B.wabaId);
    superadmin = await asSuperadmin(infra);
    gateway = await startGateway(infra);
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  it('gives each piece of one body its own outcome: a poisoned one stops none of its neighbours, in any tenant', async () => {
    const body = build.webhookBody(
      build.messagesEntry(A, {
        messages: [text('wamid.a1'), { message: { id: 'wamid.poison', type: 'text' }, contact: {} }, text('wamid.a2')],
      }),
      build.messagesEntry(B, { messages: [text('wamid.b1')], statuses: [build.statusUpdate({ wamid: 'wamid.s1', status: 'read' })] }),
      build.messagesEntry(NOBODY, { messages: [text('wamid.x1')] }),
      build.accountEntry(A.wabaId, 'account_update', { event: 'VERIFIED_ACCOUNT' }),
      build.accountEntry('waba-nobody', 'account_update', { event: 'ACCOUNT_DELETED' }),
    );
    await send(body);
    const found = await eventually(async () => {
      const all = await items();
      expect(all).toHaveLength(8);
      return all.sort((a, b) => a.index - b.index);
    });
    expect(found.map(({ kind, tenantId, outcome, code }) => [kind, tenantId, outcome, code])).toEqual([
      ['message', TENANT_A, 'pending', null],
      ['message', null, 'parked', 'message_without_sender'],
      ['message', TENANT_A, 'pending', null],
      ['message', TENANT_B, 'pending', null],
      ['status', TENANT_B, 'pending', null],
      ['message', null, 'parked', 'unknown_phone_number'],
      ['account', TENANT_A, 'pending', null],
      ['account', null, 'parked', 'unknown_waba'],
    ]);
    expect(found[5]!.raw).toMatchObject({ id: 'wamid.x1', text: { body: 'text of wamid.x1' } });

    const messages = await eventually(async () => {
      const events = await infra.events(messageReceived);
      expect(events).toHaveLength(3);
      return events;
    });
    expect(messages.map((event) => [event.id, event.tenantId, event.data.message.wamid])).toEqual([
      [found[0]!.id, TENANT_A, 'wamid.a1'],
      [found[2]!.id, TENANT_A, 'wamid.a2'],
      [found[3]!.id, TENANT_B, 'wamid.b1'],
    ]);
    expect(messages[0]!.data.outletId).toBe(outletA);
    expect(messages[0]!.traceId).toBe(found[0]!.id);
    await eventually(async () => expect((await infra.events(statusReceived)).map(({ id }) => id)).toEqual([found[4]!.id]));
    await eventually(async () => expect((await infra.events(accountChanged)).map(({ id }) => id)).toEqual([found[6]!.id]));

    for (const index of [0, 2]) await receipt(infra, 'conversation', TENANT_A, found[index]!.id);
    await receipt(infra, 'message_sender', TENANT_B, found[4]!.id);
    await receipt(infra, 'tenant', TENANT_A, found[6]!.id);
    // Another tenant's receipt proves nothing.
    await receipt(infra, 'conversation', TENANT_A, found[3]!.id);
    await eventually(async () => {
      const ledger = await get<Ledger>('ledger');
      expectSums(ledger);
      expect(ledger.items).toEqual({ received: 8, processed: 4, parked: 3, dead: 0, pending: 1 });
      expect(ledger.journal).toEqual({ received: 1, processed: 1, parked: 0, dead: 0, pending: 0 });
      expect(ledger.tenants).toEqual([
        { tenantId: TENANT_A, received: 3, processed: 3, parked: 0, dead: 0, pending: 0 },
        { tenantId: TENANT_B, received: 2, processed: 1, parked: 0, dead: 0, pending: 1 },
      ]);
      expect(ledger.unrouted).toEqual({ received: 3, processed: 0, parked: 3, dead: 0, pending: 0 });
    });
  });

  it('keeps a body that is not JSON, parked, whole and visible', async () => {
    await send('this is no JSON');
    const parked = await eventually(async () => {
      const found = (await items('&outcome=parked')).find((item) => item.code === 'unparseable');
      expect(found).toBeDefined();
      return found!;
    });
    expect(parked).toMatchObject({ kind: 'body', tenantId: null, raw: 'this is no JSON', detail: 'the body is not JSON' });
    const ledger = await get<Ledger>('ledger');
    expectSums(ledger);
    expect(ledger.journal.parked).toBe(1);
    expect((await replay({ itemIds: [parked.id] })).body).toEqual({
      replayed: 0,
      unchanged: 1,
      reasons: [{ id: parked.id, code: 'unparseable', detail: parked.detail }],
      more: false,
    });
  });

  it('parks what cannot become an event, and only that', async () => {
    // Deeper than JSON.stringify can follow, though JSON.parse can.
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = JSON.stringify(build.webhookBody(build.messagesEntry(A, { messages: [text('wamid.deep'), text('wamid.beside')] })));
    await send(body.replace('"text of wamid.deep"', deep));
    const huge = build.accountEntry(A.wabaId, 'history', { chunk: 'x'.repeat(1_500_000) });
    await send(build.webhookBody(huge, build.messagesEntry(A, { messages: [text('wamid.small')] })));
    await eventually(async () => {
      const all = await items('&tenantId=' + TENANT_A);
      expect(
        all
          .filter((item) => item.outcome === 'parked')
          .map((item) => item.code)
          .sort(),
      ).toEqual(['invalid_event', 'too_large']);
    });
    for (const wamid of ['wamid.beside', 'wamid.small'])
      await eventually(async () => expect((await itemOf(wamid)).outcome).toBe('pending'));
    await eventually(async () => {
      const wamids = (await infra.events(messageReceived)).map((event) => event.data.message.wamid);
      expect(wamids).toEqual(expect.arrayContaining(['wamid.beside', 'wamid.small']));
    });
  });

  it('passes duplicates on: each delivery is an item, which its consumer recognises', async () => {
    const body = build.textWebhook(A, { wamid: 'wamid.twice', from: '1650', body: 'x' });
    await send(body);
    await send(body);
    await eventually(async () => expect((await itemsOf('wamid.twice')).map((item) => item.outcome)).toEqual(['pending', 'pending']));
    await eventually(async () =>
      expect((await infra.events(messageReceived)).filter((event) => event.data.message.wamid === 'wamid.twice')).toHaveLength(2),
    );
  });

  it('still takes what is written to a suspended tenant', async () => {
    await infra.owner.query(`update tenant.tenants set status = 'suspended' where id = $1`, [TENANT_B]);
    await send(build.textWebhook(B, { wamid: 'wamid.suspended', from: '1650', body: 'x' }));
    await eventually(async () => expect(await itemOf('wamid.suspended')).toMatchObject({ outcome: 'pending', tenantId: TENANT_B }));
  });

  it('replays what was parked once its outlet is there, under the same id, and a second replay does nothing', async () => {
    const number = { wabaId: 'waba-new', phoneNumberId: 'phone-new' };
    await send(
      build.webhookBody(build.messagesEntry(number, { messages: [text('wamid.early')] }), build.accountEntry('waba-new', 'x', {})),
    );
    const parked = await eventually(async () => {
      const item = await itemOf('wamid.early');
      expect(item.outcome).toBe('parked');
      return item;
    });
    expect((await replay({ itemIds: [parked.id] })).body).toEqual({
      replayed: 0,
      unchanged: 1,
      reasons: [{ id: parked.id, code: 'unknown_phone_number', detail: parked.detail }],
      more: false,
    });

    // It was theirs already when this arrived, though no gateway knew.
    await addOutlet(infra, TENANT_B, number.phoneNumberId, number.wabaId, `now() - interval '1 hour'`);
    const answer = await replay({ outcome: 'parked' });
    expect(answer).toMatchObject({ status: 200, body: { replayed: 2, more: false } });
    await eventually(async () => expect(JSON.parse(await envelopeOf(parked.id))).toMatchObject({ tenantId: TENANT_B }));
    expect(await itemOf('wamid.early')).toMatchObject({ outcome: 'pending', tenantId: TENANT_B, code: null });
    expect((await replay({ itemIds: [parked.id] })).body).toMatchObject({ replayed: 0, unchanged: 0 });

    await receipt(infra, 'conversation', TENANT_B, parked.id);
    await eventually(async () => expect((await itemOf('wamid.early')).outcome).toBe('processed'));
    expectSums(await get<Ledger>('ledger'));
  });

  it('records a dead letter as the outcome, publishes it again on replay, and believes a later receipt', async () => {
    await send(build.textWebhook(A, { wamid: 'wamid.dies', from: '1650', body: 'x' }));
    const { id } = await eventually(() => itemOf('wamid.dies'));
    const envelope = await eventually(() => envelopeOf(id));
    await bury(envelope, 'it broke');
    await eventually(async () =>
      expect(await itemOf('wamid.dies')).toMatchObject({ outcome: 'dead', code: 'handler_failed', detail: 'conversation: it broke' }),
    );
    expect((await items('&outcome=dead')).map((item) => item.id)).toEqual([id]);
    const ledger = await get<Ledger>('ledger');
    expectSums(ledger);
    expect(ledger.items.dead).toBe(1);

    expect((await replay({ outcome: 'dead', tenantId: TENANT_B })).body).toMatchObject({ replayed: 0 });
    expect((await replay({ outcome: 'dead', tenantId: TENANT_A })).body).toMatchObject({ replayed: 1 });
    await eventually(async () => expect((await infra.events(messageReceived)).filter((event) => event.id === id)).toHaveLength(2));
    expect((await itemOf('wamid.dies')).outcome).toBe('pending');
    await receipt(infra, 'conversation', TENANT_A, id);
    await eventually(async () => expect((await itemOf('wamid.dies')).outcome).toBe('processed'));
  });

  it('lets a receipt win over a dead letter, whichever comes first', async () => {
    await send(build.textWebhook(A, { wamid: 'wamid.contested', from: '1650', body: 'x' }));
    const { id } = await eventually(() => itemOf('wamid.contested'));
    await bury(await eventually(() => envelopeOf(id)), 'first');
    await eventually(async () => expect((await itemOf('wamid.contested')).outcome).toBe('dead'));
    await receipt(infra, 'conversation', TENANT_A, id);
    await eventually(async () => expect((await itemOf('wamid.contested')).outcome).toBe('processed'), { timeoutMs: 15_000 });
    await bury(await envelopeOf(id), 'second');
    await eventually(async () =>
      expect(await infra.rows(`select deaths, detail from gateway.dead_letters where event_id = $1`, [id])).toEqual([
        { deaths: 2, detail: 'second' },
      ]),
    );
    expect((await itemOf('wamid.contested')).outcome).toBe('processed');
  }, 30_000);

  it('keeps dead letters that are no items, even unreadable ones', async () => {
    await bury('{ not json', 'unreadable', 'analytics');
    await eventually(async () =>
      expect(await infra.rows(`select consumer, tenant_id, envelope from gateway.dead_letters where event_id like 'sha256:%'`)).toEqual([
        { consumer: 'analytics', tenant_id: null, envelope: '{ not json' },
      ]),
    );
  });

  it('pages through items, newest first, without gaps or repeats', async () => {
    const all = (await items()).map((item) => item.id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Item[]; nextCursor: string | null } = await get(`items?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      paged.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(all);
    expect(paged).toEqual([...paged].sort().reverse());
  });

  it('shows the items of an outcome, of a tenant, of both, and no others', async () => {
    const every = await items();
    for (const outcome of ['processed', 'parked', 'dead', 'pending']) {
      const wanted = every.filter((item) => item.outcome === outcome);
      expect(await items(`&outcome=${outcome}`)).toEqual(wanted);
      expect(await items(`&outcome=${outcome}&tenantId=${TENANT_A}`)).toEqual(wanted.filter(({ tenantId }) => tenantId === TENANT_A));
    }
    expect(await items(`&tenantId=${TENANT_A}`)).toEqual(every.filter(({ tenantId }) => tenantId === TENANT_A));
    expect(new Set(every.map(({ outcome }) => outcome)).size).toBeGreaterThan(2);
  });

  it.each([
    ['replay of nothing in particular', 'POST', 'replay', {}, 'validation_failed'],
    ['an unknown field', 'POST', 'replay', { itemIds: [], everything: true }, 'validation_failed'],
    ['an id that is none', 'POST', 'replay', { itemIds: ['1'] }, 'validation_failed'],
    ['an outcome that cannot be replayed', 'POST', 'replay', { outcome: 'processed' }, 'validation_failed'],
    ['a body that is not JSON', 'POST', 'replay', '{', 'invalid_json'],
    ['replay of all dead letters', 'POST', 'dead-letters/replay', {}, 'validation_failed'],
    ['an id of a letter that is none', 'POST', 'dead-letters/replay', { ids: ['-'.repeat(36)] }, 'validation_failed'],
    ['a consumer that is no name', 'GET', 'dead-letters?consumer=%00', undefined, 'validation_failed'],
    [
      'a cursor of dashes',
      'GET',
      `dead-letters?cursor=${Buffer.from(`["${'-'.repeat(36)}"]`).toString('base64url')}`,
      undefined,
      'invalid_cursor',
    ],
    ['an unknown outcome', 'GET', 'items?outcome=lost', undefined, 'validation_failed'],
    ['a cursor of somewhere else', 'GET', 'items?cursor=WyJ4Il0', undefined, 'invalid_cursor'],
  ])('refuses %s with 400', async (_, method, path, body, code) => {
    const payload = typeof body === 'string' ? body : JSON.stringify(body);
    const json = { ...superadmin, 'content-type': 'application/json' };
    const init = method === 'POST' ? { method, headers: json, body: payload } : { headers: superadmin };
    const response = await fetch(`${gateway.url}/api/v1/ops/${path}`, init);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code]);
  });

  it('is for superadmins only', async () => {
    const owner = { authorization: `Bearer ${await token(infra, { tenants: [{ id: TENANT_A, role: 'owner' }] })}` };
    for (const [headers, status] of [
      [{}, 401],
      [owner, 403],
      [{ authorization: 'Bearer forged' }, 401],
    ] as const) {
      for (const path of ['ledger', 'items', 'dead-letters']) {
        const response = await fetch(`${gateway.url}/api/v1/ops/${path}`, { headers });
        expect(response.status).toBe(status);
        expect(response.headers.get('content-type')).toContain('application/problem+json');
      }
      expect((await replay({ outcome: 'dead' }, headers as Record<string, string>)).status).toBe(status);
      expect((await post('dead-letters/replay', { consumer: 'analytics' }, headers as Record<string, string>)).status).toBe(status);
    }
  });

  it('shows a tenant role its own items and nothing of anybody else', async () => {
    await addTenant(infra, TENANT_A);
    const client = new pg.Client({ connectionString: infra.roleUrl('gateway', 'tenant') });
    await client.connect();
    try {
      expect((await client.query(`select 1 from gateway.webhook_items`)).rowCount).toBe(0);
      await client.query('begin');
      await client.query(`select set_config('app.tenant_id', $1, true)`, [TENANT_A]);
      const { rows } = await client.query<{ tenant_id: string }>(`select distinct tenant_id from gateway.webhook_items`);
      expect(rows).toEqual([{ tenant_id: TENANT_A }]);
      await expect(client.query(`update gateway.webhook_items set outcome = 'processed'`)).rejects.toMatchObject({ code: '42501' });
      await client.query('rollback');
    } finally {
      await client.end();
    }
  });
});
