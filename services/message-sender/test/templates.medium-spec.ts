import { accountChanged, sendingAudited, messageSubmitted } from '#contracts';
import { Readable } from 'node:stream';
import { ObjectStore } from '#object-store';
import { asMember, eventually } from '#testing';
import { v7 } from 'uuid';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { templates: atGraph } = world.graph;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

async function account(): Promise<Outlet> {
  const outlet = await world.outlet();
  atGraph.add(outlet.wabaId, {});
  return outlet;
}
const sync = (outlet: Outlet) => world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
const list = async (outlet: Outlet, query = '') => (await world.call('GET', `/templates${query}`, outlet.tenantId)).body.items as any[];
const BODY = { type: 'BODY', text: 'Hi {{1}}, it is ready.', example: { body_text: [['Ana']] } };
const create = (outlet: Outlet, over: object = {}, headers = {}) =>
  world.call(
    'POST',
    '/templates',
    outlet.tenantId,
    { outletId: outlet.id, name: 'pickup', language: 'en_US', category: 'UTILITY', components: [BODY], ...over },
    headers,
  );
const report = (outlet: Outlet, field: string, value: object, at = new Date()) =>
  world.infra.publish(accountChanged, outlet.tenantId, { wabaId: outlet.wabaId, field, value, at: at.toISOString() }, { id: v7() });
const about = ({ graphId, name, language }: any) => ({
  message_template_id: Number(graphId),
  message_template_name: name,
  message_template_language: language,
});
const send = (outlet: Outlet, template: object, over: object = {}) =>
  world.call('POST', '/messages', outlet.tenantId, { outletId: outlet.id, to: '+16505551234', type: 'template', template, ...over });

describe('reading the templates of an account', () => {
  it('stores all pages, follows what has changed, and forgets what is gone', async () => {
    const outlet = await world.outlet();
    const names = Array.from({ length: 230 }, (_, index) => ({ name: `t_${String(index).padStart(3, '0')}` }));
    const [first, second] = atGraph.add(outlet.wabaId, ...names);
    expect(await sync(outlet)).toMatchObject({ status: 200, body: { wabaId: outlet.wabaId, state: 'done', found: 230 } });
    const page = (await world.call('GET', '/templates?limit=200', outlet.tenantId)).body;
    expect(page.items).toHaveLength(200);
    const rest = (await world.call('GET', `/templates?limit=200&cursor=${page.nextCursor}`, outlet.tenantId)).body;
    expect([...page.items, ...rest.items].map(({ name }: any) => name)).toEqual(names.map(({ name }) => name));
    expect(rest.nextCursor).toBeNull();

    Object.assign(first!, { status: 'PAUSED', quality_score: { score: 'RED' } });
    atGraph.ofAccount.set(
      outlet.wabaId,
      atGraph.ofAccount.get(outlet.wabaId)!.filter(({ id }) => id !== second!.id),
    );
    await sync(outlet);
    expect((await list(outlet, '?limit=1'))[0]).toMatchObject({ name: 't_000', status: 'PAUSED', quality: 'RED', version: 2 });
    expect(await list(outlet, '?search=t_001')).toEqual([]);
    expect(await list(outlet, '?status=PAUSED')).toHaveLength(1);
  });

  it('goes on from the page where it was cut off', async () => {
    const outlet = await world.outlet();
    atGraph.add(outlet.wabaId, ...Array.from({ length: 150 }, (_, index) => ({ name: `u_${index}` })));
    atGraph.faults.push(0, 2);
    expect((await sync(outlet)).body).toMatchObject({ state: 'running', found: 100 });
    const before = atGraph.calls.length;
    await world.infra.rows(`update message_sender.template_syncs set next_at = now() where waba_id = $1`, [outlet.wabaId]);
    await eventually(
      async () => {
        const { body } = await world.call('GET', '/templates/syncs', outlet.tenantId);
        expect(body.items).toMatchObject([{ state: 'done', found: 150 }]);
      },
      { timeoutMs: 20_000 },
    );
    expect(atGraph.calls.slice(before).map(({ call }) => new URL(call.split(' ')[1]!, 'http://x').searchParams.get('after'))).toEqual([
      '100',
    ]);
  }, 30_000);

  it('says why WhatsApp refuses', async () => {
    const outlet = await account();
    atGraph.faults.push(190);
    expect(await sync(outlet)).toMatchObject({ status: 422, body: { code: 'whatsapp_token_invalid' } });
    expect((await world.call('GET', '/templates/syncs', outlet.tenantId)).body.items).toMatchObject([{ state: 'failed' }]);
  });

  it('does not undo what a report said while a page was read', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const [template] = atGraph.ofAccount.get(outlet.wabaId)!;
    template!.status = 'PENDING';
    atGraph.onPage = () => {
      void world.infra.rows(`update message_sender.templates set status = 'PAUSED', updated_at = clock_timestamp() where id = $1`, [
        row.id,
      ]);
    };
    try {
      await sync(outlet);
    } finally {
      atGraph.onPage = () => undefined;
    }
    expect(await list(outlet)).toMatchObject([{ status: 'PAUSED' }]);
  });

  it('shows a tenant nothing of another', async () => {
    const [mine, other] = [await account(), await account()];
    await sync(mine);
    const [row] = await list(mine);
    expect(await list(other)).toEqual([]);
    expect((await world.call('GET', `/templates/${row.id}`, other.tenantId)).status).toBe(404);
    expect((await world.call('DELETE', `/templates/${row.id}`, other.tenantId)).status).toBe(404);
    expect((await world.call('POST', '/templates/sync', other.tenantId, { outletId: mine.id })).status).toBe(404);
    expect((await send(other, { templateId: row.id })).body).toMatchObject({ errors: [{ field: 'template.templateId' }] });
  });
});

describe('creating, changing and deleting', () => {
  it('hands a template to WhatsApp once for a key', async () => {
    const outlet = await account();
    const key = { 'idempotency-key': v7() };
    const first = await create(outlet, {}, key);
    expect(first).toMatchObject({
      status: 201,
      body: { wabaId: outlet.wabaId, name: 'pickup', language: 'en_US', category: 'UTILITY', status: 'PENDING', quality: 'UNKNOWN' },
    });
    expect(await create(outlet, {}, key)).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(atGraph.ofAccount.get(outlet.wabaId)!.filter(({ name }) => name === 'pickup')).toHaveLength(1);
    expect(await create(outlet)).toMatchObject({ status: 409, body: { code: 'template_exists' } });
    expect(await world.infra.outboxEvents(sendingAudited)).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ action: 'template.created', targetId: first.body.id }) }),
    );
  });

  it('recognises what the first request with the key has made before it was cut off', async () => {
    const outlet = await account();
    const key = { 'idempotency-key': v7() };
    const first = await create(outlet, { name: 'cut_off' }, key);
    await world.infra.rows('delete from message_sender.templates where id = $1', [first.body.id]);
    const again = await create(outlet, { name: 'cut_off' }, key);
    expect(again).toMatchObject({ status: 201, body: { name: 'cut_off', graphId: first.body.graphId } });
    expect(await list(outlet, '?search=cut_off')).toHaveLength(1);
  });

  it('refuses by field what WhatsApp would refuse, without asking it', async () => {
    const outlet = await account();
    const before = atGraph.calls.length;
    const wrong = await create(outlet, {
      name: 'Pick Up',
      components: [
        { type: 'BODY', text: '{{1}} is ready' },
        { type: 'FOOTER', text: 'x'.repeat(61) },
      ],
      parameters: [{ name: '1', source: 'contact.shoe' }],
    });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors.map(({ field }: any) => field).toSorted()).toEqual(
      ['components[0].example', 'components[0].text', 'components[1].text', 'name', 'parameters[0].source'].toSorted(),
    );
    expect(atGraph.calls).toHaveLength(before);
  });

  it('tells what WhatsApp said', async () => {
    const outlet = await account();
    atGraph.faults.push(80007);
    expect(await create(outlet)).toMatchObject({ status: 503, body: { code: 'whatsapp_rate_limited' } });
    expect(await list(outlet)).toEqual([]);
  });

  it('brings the sample of a header to WhatsApp', async () => {
    const outlet = await account();
    const mediaId = v7();
    await world.running.app
      .get(ObjectStore)
      .put({ tenantId: outlet.tenantId, id: mediaId }, Readable.from([Buffer.from('a picture')]), { maxBytes: 1_000 });
    await world.infra.rows(
      `insert into conversation.media (tenant_id, id, status, content_type, size_bytes) values ($1, $2, 'stored', 'image/png', 9)`,
      [outlet.tenantId, mediaId],
    );
    const { status, body } = await create(outlet, { components: [{ type: 'HEADER', format: 'IMAGE', example: { mediaId } }, BODY] });
    expect({ status, header: body.components?.[0] }).toEqual({
      status: 201,
      header: { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['handle-9'] } },
    });
    const uploads = atGraph.calls.filter(({ call }) => call.includes('upload'));
    expect(uploads.at(-2)!.call).toContain('/app/uploads?file_name=sample.png&file_length=9&file_type=image%2Fpng');
    expect(uploads.at(-1)!.headers).toMatchObject({ authorization: 'OAuth token-1', file_offset: '0' });
  });

  it('changes a template under its version, and an approved one once a day', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const change = (components: object[], ifMatch: string) =>
      world.call('PUT', `/templates/${row.id}`, outlet.tenantId, { components }, { 'if-match': ifMatch });
    expect((await change([BODY], '"7"')).status).toBe(412);
    expect(await change([BODY], '"1"')).toMatchObject({ status: 200, body: { status: 'PENDING', version: 2, components: [BODY] } });
    expect(await change([{ type: 'BODY', text: 'It is ready.' }], '"2"')).toMatchObject({
      status: 409,
      body: { code: 'template_being_reviewed' },
    });
    await report(outlet, 'message_template_status_update', { event: 'APPROVED', ...about(row) });
    await eventually(async () => expect(await list(outlet)).toMatchObject([{ status: 'APPROVED' }]));
    const late = await change([{ type: 'BODY', text: 'It is ready.' }], '*');
    expect(late).toMatchObject({ status: 409, body: { code: 'template_edit_limit' } });
    // Where values come from is ours.
    const parameters = [{ name: '1', source: 'contact.name', fallback: 'there', sample: 'Ana' }];
    const mapped = await world.call('PUT', `/templates/${row.id}`, outlet.tenantId, { parameters });
    expect(mapped).toMatchObject({ status: 200, body: { status: 'APPROVED', parameters } });
  });

  it('deletes here and at WhatsApp, once', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    expect((await world.call('DELETE', `/templates/${row.id}`, outlet.tenantId)).status).toBe(204);
    expect(atGraph.ofAccount.get(outlet.wabaId)).toEqual([]);
    expect((await world.call('DELETE', `/templates/${row.id}`, outlet.tenantId)).status).toBe(404);
  });

  it('lets agents read, and admins change', async () => {
    const outlet = await account();
    const as = async (role: 'viewer' | 'agent', method: string, path: string) =>
      (
        await fetch(`${world.running.url}/api/v1${path}`, {
          method,
          headers: { ...asMember(world.infra, outlet.tenantId, role), 'content-type': 'application/json' },
          ...(method === 'POST' ? { body: JSON.stringify({ outletId: outlet.id }) } : {}),
        })
      ).status;
    expect([await as('viewer', 'GET', '/templates'), await as('agent', 'POST', '/templates/sync')]).toEqual([200, 403]);
  });
});

describe('what WhatsApp reports', () => {
  it('is taken once, and an older report changes nothing', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const now = Date.now();
    await report(
      outlet,
      'message_template_status_update',
      { event: 'PAUSED', ...about(row), other_info: { title: 'FIRST_PAUSE' } },
      new Date(now),
    );
    await report(outlet, 'message_template_status_update', { event: 'APPROVED', ...about(row) }, new Date(now - 60_000));
    await report(outlet, 'message_template_quality_update', { new_quality_score: 'RED', previous_quality_score: 'GREEN', ...about(row) });
    await report(
      outlet,
      'template_category_update',
      { new_category: 'UTILITY', correct_category: 'MARKETING', ...about(row) },
      new Date(now - 5_000),
    );
    await eventually(async () =>
      expect(await list(outlet)).toMatchObject([
        { status: 'PAUSED', rejectionReason: 'FIRST_PAUSE', quality: 'RED', category: 'UTILITY', nextCategory: 'MARKETING' },
      ]),
    );
    await report(outlet, 'template_category_update', { new_category: 'MARKETING', previous_category: 'UTILITY', ...about(row) });
    await eventually(async () =>
      expect(await list(outlet)).toMatchObject([{ category: 'MARKETING', previousCategory: 'UTILITY', nextCategory: null }]),
    );
  });

  it('makes messages of a paused template wait, and lets them go when it is approved again', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    await report(outlet, 'message_template_status_update', { event: 'PAUSED', ...about(row) }, new Date(Date.now() - 10_000));
    await eventually(async () => expect((await world.call('GET', '/messages/holds', outlet.tenantId)).body.items).toHaveLength(1));
    const queued = await world.request(outlet, '', {
      content: { type: 'template', template: { name: 'order_update', language: 'en_US' } } as { type: string },
    });
    await eventually(async () => expect(await world.row(queued)).toMatchObject({ state: 'queued' }));
    await report(outlet, 'message_template_status_update', { event: 'REINSTATED', ...about(row) });
    await eventually(async () => expect(await world.row(queued)).toMatchObject({ state: 'accepted' }));
  });

  it('of a template that is not known has the list read, and of a deleted one removes it', async () => {
    const outlet = await account();
    const [template] = atGraph.ofAccount.get(outlet.wabaId)!;
    const which = { message_template_id: Number(template!.id), message_template_name: template!.name, message_template_language: 'en_US' };
    await report(outlet, 'message_template_status_update', { event: 'APPROVED', ...which });
    await eventually(async () => expect(await list(outlet)).toMatchObject([{ name: 'order_update' }]), { timeoutMs: 20_000 });
    atGraph.ofAccount.set(outlet.wabaId, []);
    await report(outlet, 'message_template_status_update', { event: 'DELETED', reason: null, ...which });
    await eventually(async () => expect(await list(outlet)).toEqual([]));
  }, 30_000);
});

describe('sending a template', () => {
  const submitted = async (id: string) => {
    let found: any;
    await eventually(async () => {
      found = (await world.infra.events(messageSubmitted)).find((event) => event.data.messageId === id);
      expect(found).toBeDefined();
    });
    return found.data;
  };

  it('by its id, with values by name: WhatsApp gets components, the conversation the text', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const { status, body } = await send(outlet, { templateId: row.id, parameters: { 1: 'Ana', 2: 'A-17' } });
    expect(status).toBe(202);
    expect(await submitted(body.id)).toMatchObject({ type: 'template', text: 'Hi Ana, your order A-17 has left.' });
    await eventually(async () => expect(await world.row(body.id)).toMatchObject({ state: 'accepted' }));
    expect(world.graph.of(outlet.phoneNumberId)[0]!.body.template).toEqual({
      name: 'order_update',
      language: { code: 'en_US' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Ana' },
            { type: 'text', text: 'A-17' },
          ],
        },
      ],
    });
  });

  it('takes what is not given from the contact, or the fallback', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const parameters = [
      { name: '1', source: 'contact.name', fallback: 'there', sample: '' },
      { name: '2', source: 'attributes.order', fallback: 'of today', sample: '' },
    ];
    await world.call('PUT', `/templates/${row.id}`, outlet.tenantId, { parameters });
    await world.infra.rows(
      `insert into conversation.contacts (tenant_id, id, phone, name, alias, attributes) values ($1, $2, '16505551234', 'ana99', 'Ana', '{"order": 17}')`,
      [outlet.tenantId, v7()],
    );
    const known = await send(outlet, { templateId: row.id });
    expect(await submitted(known.body.id)).toMatchObject({ text: 'Hi Ana, your order 17 has left.' });
    const stranger = await send(outlet, { templateId: row.id }, { to: '+16505550000' });
    expect(await submitted(stranger.body.id)).toMatchObject({ text: 'Hi there, your order of today has left.' });
  });

  it('in the nearest language', async () => {
    const outlet = await world.outlet();
    atGraph.add(outlet.wabaId, { language: 'pt', components: [{ type: 'BODY', text: 'Chegou.' }] }, { language: 'en_US' });
    await sync(outlet);
    const { body } = await send(outlet, { name: 'order_update', language: 'pt_BR' });
    expect(await submitted(body.id)).toMatchObject({ text: 'Chegou.' });
    const missing = await send(outlet, { name: 'order_update', language: 'de' });
    expect(missing).toMatchObject({ status: 422, body: { code: 'template_not_found', detail: expect.stringContaining('en_US, pt') } });
  });

  it('refuses values that do not fit, and templates that may not go, with the reason', async () => {
    const outlet = await account();
    const [paused] = atGraph.add(outlet.wabaId, { name: 'paused', status: 'PAUSED' });
    await sync(outlet);
    expect(await send(outlet, { name: 'order_update', language: 'en_US', parameters: ['Ana'] })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'template.components.body', message: expect.stringContaining('2 parameters; 1') }] },
    });
    expect(await send(outlet, { name: paused!.name, language: 'en_US' })).toMatchObject({
      status: 422,
      body: { code: 'template_not_approved' },
    });
  });

  it('asks WhatsApp once for a name that is not known here', async () => {
    const outlet = await account();
    const { body } = await send(outlet, { name: 'order_update', language: 'en_US', parameters: ['Ana', 'A-17'] });
    expect(await submitted(body.id)).toMatchObject({ text: 'Hi Ana, your order A-17 has left.' });
    const before = atGraph.calls.length;
    for (const _ of [1, 2]) {
      const none = await send(outlet, { name: 'no_such', language: 'en_US' });
      expect(none).toMatchObject({ status: 422, body: { code: 'template_not_found' } });
    }
    expect(atGraph.calls).toHaveLength(before + 1);
  });

  it('gives the same answer to the same key, though the template has been paused since', async () => {
    const outlet = await account();
    await sync(outlet);
    const [row] = await list(outlet);
    const key = { 'idempotency-key': v7() };
    const message = { outletId: outlet.id, to: '+16505551234', type: 'template', template: { templateId: row.id, parameters: ['a', 'b'] } };
    const first = await world.call('POST', '/messages', outlet.tenantId, message, key);
    await world.infra.rows(`update message_sender.templates set status = 'PAUSED' where id = $1`, [row.id]);
    expect(await world.call('POST', '/messages', outlet.tenantId, message, key)).toEqual(first);
  });
});
