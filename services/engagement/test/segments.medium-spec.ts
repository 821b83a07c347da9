import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { contactErasureRequested, engagementAudited, engagementErased } from '#contracts';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { SegmentClock } from '../src/handlers/segments/segment-clock.state.js';
import { AudienceRepository } from '../src/persistence/segments/audience.repository.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;
const DAY = 24 * 60 * 60_000;
const tenant = v7();
const other = v7();

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 120_000);
afterAll(async () => {
  await running.close();
  await infra.stop();
}, 60_000);

async function call(method: string, path: string, body?: unknown, tenantId = tenant, role: 'viewer' | 'agent' = 'agent') {
  const response = await fetch(`${running.url}/api/v1/segments${path}`, {
    method,
    headers: { ...asMember(infra, tenantId, role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json };
}

let numbers = 0;
async function contact(
  fields: { tags?: string[]; attributes?: object; phone?: string; name?: string } = {},
  tenantId = tenant,
): Promise<string> {
  const id = v7();
  const { tags = [], attributes = {}, phone = `5198700${String(numbers++).padStart(4, '0')}`, name = 'Ana' } = fields;
  await infra.owner.query(
    `insert into conversation.contacts (tenant_id, id, phone, alias, tags, attributes) values ($1, $2, $3, $4, $5, $6)`,
    [tenantId, id, phone, name, tags, JSON.stringify(attributes)],
  );
  return id;
}

const seen = (contactId: string, at: Date): Promise<unknown> =>
  infra.owner.query(
    `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, last_message_at, last_inbound_at) values ($1, $2, $3, $4, $5, $5)`,
    [tenant, v7(), v7(), contactId, at],
  );

const tagged = (tag: string) => ({ field: 'tags', op: 'contains', value: tag });

describe('segments', () => {
  it('counts an expression and shows who is in it; another tenant sees none of them', async () => {
    const ids = [await contact({ tags: ['counted'], attributes: { city: 'Cusco' } }), await contact({ tags: ['counted'] })];
    await contact({ tags: ['counted'] }, other);
    const { status, body } = await call('POST', '/preview', { expression: tagged('counted') }, tenant, 'viewer');
    expect({ status, count: body.count, ids: body.sample.map(({ id }: Json) => id) }).toEqual({ status: 200, count: 2, ids });
    expect(body.sample[0]).toMatchObject({
      name: 'Ana',
      tags: ['counted'],
      attributes: { city: 'Cusco' },
      consent: { marketing: 'unknown' },
    });
  });

  it('is created, changed, listed and deleted, with entries in the audit log that hold no condition', async () => {
    const name = `Mine ${v7()}`;
    const created = await call('POST', '', { name, expression: { field: 'phone', op: 'eq', value: '+51 987 111 000' } });
    expect(created).toMatchObject({ status: 201, body: { kind: 'dynamic', version: 1, expression: { value: '51987111000' } } });
    const { id } = created.body;
    expect(await call('POST', '', { name, expression: { all: [] } })).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    expect(await call('PUT', `/${id}`, { expression: { all: [] } })).toMatchObject({ status: 200, body: { name, version: 2 } });
    expect((await call('GET', '')).body.items).toContainEqual(expect.objectContaining({ id, name }));
    expect((await call('GET', `/${id}`, undefined, other)).status).toBe(404);
    expect((await call('DELETE', `/${id}`, undefined, other)).status).toBe(404);
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).status).toBe(404);
    await eventually(async () => {
      const told = (await infra.events(engagementAudited)).filter(({ data }) => data.targetId === id);
      expect(told.map(({ data }) => data.action)).toEqual(['segment.created', 'segment.changed', 'segment.deleted']);
      expect(JSON.stringify(told)).not.toContain('51987111000');
    });
  });

  it.each([
    [{ field: 'attributes.city', op: 'like', value: 'x' }, 'expression.op'],
    [{ field: 'nothing', op: 'eq', value: 'x' }, 'expression.field'],
    [{ field: 'lastSeenAt', op: 'gt', value: 'yesterday' }, 'expression.value'],
    [{ all: [{ any: [{ field: 'tags', op: 'in', value: [] }] }] }, 'expression.all[0].any[0].value'],
    [{ field: 'consent.marketing', op: 'eq', value: 'yes' }, 'expression.value'],
    [{ field: 'country', op: 'eq', value: 'Peru' }, 'expression.value'],
    [{ field: 'name', op: 'eq', value: 'x', sql: '1=1' }, 'expression.sql'],
    [{ all: [], any: [] }, 'expression'],
    [{ all: Array.from({ length: 100 }, () => tagged('x')) }, 'expression'],
    [deep(9), `expression${'.not[0]'.repeat(8)}`],
  ] as [object, string][])('refuses what is wrong at its place: %#', async (expression, field) => {
    const { status, body } = await call('POST', '/preview', { expression });
    expect({ status, code: body.code, field: body.errors?.[0].field }).toEqual({ status: 400, code: 'validation_failed', field });
  });

  it('passes what somebody wrote as values: nothing of it becomes SQL', async () => {
    const value = `x'; drop table engagement.segments; --`;
    const id = await contact({ attributes: { note: value } });
    const { body } = await call('POST', '/preview', { expression: { field: 'attributes.note', op: 'eq', value } });
    expect(body.sample.map((one: Json) => one.id)).toEqual([id]);
  });

  it('counts the last days back from the clock', async () => {
    const tag = v7();
    const id = await contact({ tags: [tag] });
    await seen(id, new Date(Date.now() - 10 * DAY));
    const clock = running.app.get(SegmentClock, { strict: false });
    const within = { all: [tagged(tag), { field: 'lastSeenAt', op: 'within', value: 11 }] };
    expect((await call('POST', '/preview', { expression: within })).body.count).toBe(1);
    clock.now = () => new Date(Date.now() + 2 * DAY);
    expect((await call('POST', '/preview', { expression: within })).body.count).toBe(0);
    clock.now = () => new Date();
  });

  it('holds conditions to the types of attributes, and reads what was stored before them as that type', async () => {
    const tenantId = v7();
    await infra.owner.query(
      `insert into conversation.contact_attributes (tenant_id, id, key, name, type) values ($1, $2, 'orders', 'Orders', 'number')`,
      [tenantId, v7()],
    );
    const ids = [await contact({ attributes: { orders: 7 } }, tenantId), await contact({ attributes: { orders: '12' } }, tenantId)];
    await contact({ attributes: { orders: 'many' } }, tenantId);
    const expression = { field: 'attributes.orders', op: 'gt', value: '5' };
    const found = await call('POST', '/preview', { expression }, tenantId);
    expect({ status: found.status, ids: found.body.sample.map(({ id }: Json) => id) }).toEqual({ status: 200, ids });
    const saved = await call('POST', '', { name: 'Many', expression }, tenantId);
    expect(saved.body.expression).toEqual({ ...expression, value: 5, type: 'number' });
    expect((await call('PUT', `/${saved.body.id}`, { expression: saved.body.expression }, tenantId)).status).toBe(200);
    const wrong = { field: 'attributes.orders', op: 'contains', value: 'a' };
    expect((await call('POST', '/preview', { expression: wrong }, tenantId)).body.errors[0].field).toBe('expression.op');
  });

  it('says why somebody is in it', async () => {
    const id = await contact({ tags: ['vip'], attributes: { city: 'Lima' } });
    const expression = { any: [tagged('vip'), { field: 'attributes.city', op: 'eq', value: 'Cusco' }] };
    const segment = (await call('POST', '', { name: v7(), expression })).body.id;
    expect((await call('GET', `/${segment}/explain?contactId=${id}`)).body).toEqual({
      contactId: id,
      matches: true,
      explanation: {
        any: [
          { ...tagged('vip'), holds: true },
          { field: 'attributes.city', op: 'eq', value: 'Cusco', holds: false },
        ],
        holds: true,
      },
    });
    const theirs = await contact({}, other);
    expect((await call('GET', `/${segment}/explain?contactId=${theirs}`)).status).toBe(404);
  });

  it('is a list too: of the tenant’s own contacts, the merged ones by whoever they were merged into', async () => {
    const [a, b, c] = [await contact(), await contact(), await contact()];
    const theirs = await contact({}, other);
    const { id } = (await call('POST', '', { name: v7(), contactIds: [a, b, theirs, v7()] })).body;
    const listed = async () => (await call('POST', '/preview', { segmentId: id })).body.sample.map((one: Json) => one.id);
    expect(await listed()).toEqual([a, b]);
    await infra.owner.query(`update conversation.contacts set phone = null, merged_into = $2 where id = $1`, [b, c]);
    expect(await listed()).toEqual([a, c]);
    const isIn = async (contactId: string) => (await call('GET', `/${id}/explain?contactId=${contactId}`)).body.matches;
    expect([await isIn(a), await isIn(c), await isIn(await contact())]).toEqual([true, true, false]);
    expect((await call('POST', `/${id}/contacts`, { add: [], remove: [a] })).status).toBe(200);
    expect(await listed()).toEqual([c]);
    expect(await call('PUT', `/${id}`, { expression: { all: [] } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'expression' }] },
    });
  });

  it('leaves a list when the contact is forgotten', async () => {
    const a = await contact();
    const { id } = (await call('POST', '', { name: v7(), contactIds: [a] })).body;
    const erasureId = v7();
    await infra.publish(contactErasureRequested, tenant, { erasureId, phones: [], userIds: [], conversationIds: [], contactIds: [a] });
    await eventually(async () => {
      const told = (await infra.events(engagementErased)).find(({ data }) => data.erasureId === erasureId);
      expect(told?.data.counts).toMatchObject({ 'segment-contacts': 1 });
    });
    const { rows } = await infra.owner.query('select from engagement.segment_contacts where segment_id = $1', [id]);
    expect(rows).toHaveLength(0);
  });

  it('gives an audience by pages in the order of ids', async () => {
    const tag = v7();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await contact({ tags: [tag] }));
    const database = running.app.get(TenantDatabase, { strict: false });
    const audience = running.app.get(AudienceRepository, { strict: false });
    const expression = { field: 'tags', op: 'eq', value: tag } as const;
    const read = (after: string | null) => database.forTenant(tenant, (tx) => audience.page(tx, { expression }, after, 2));
    const pages = [await read(null), await read(ids[1]!), await read(ids[3]!)];
    expect(pages.map((page) => page.map(({ id }) => id))).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(await database.forTenant(tenant, (tx) => audience.count(tx, { contactIds: [...ids, v7()] }))).toBe(5);
  });
});

function deep(depth: number): object {
  return depth === 1 ? tagged('x') : { not: [deep(depth - 1)] };
}

describe('the contacts of a segment in a file', () => {
  it('are a table that is safe to open, with a column for each attribute; who takes it out is told', async () => {
    const tenantId = v7();
    const [ana, ines] = [
      await contact({ tags: ['vip'], attributes: { city: '=1+1', orders: 3 }, name: 'Ana, "La Jefa"' }, tenantId),
      await contact({ tags: ['vip', 'press'], attributes: { since: '2020' } }, tenantId),
    ];
    await contact({ tags: ['other'], attributes: { hidden: 'x' } }, tenantId);
    const { body: segment } = await call('POST', '', { name: 'VIP', expression: tagged('vip') }, tenantId);
    const get = (as: string, role: 'agent' | 'admin') =>
      fetch(`${running.url}/api/v1/segments/${segment.id}/export`, { headers: asMember(infra, as, role) });
    expect([(await get(tenantId, 'agent')).status, (await get(v7(), 'admin')).status]).toEqual([403, 404]);
    const response = await get(tenantId, 'admin');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...rows] = (await response.text()).replace('\uFEFF', '').trim().split(/\r?\n/);
    expect(head).toBe(
      'id,phone,userId,name,email,language,tags,consent.marketing,createdAt,attributes.city,attributes.orders,attributes.since',
    );
    expect(rows.map((row) => row.split(',')[0]).sort()).toEqual([ana, ines].sort());
    const text = rows.join('\n');
    expect(text).toContain('"Ana, ""La Jefa"""');
    expect(text).toMatch(/,'=1\+1,3,/);
    expect((await infra.events(engagementAudited)).map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ action: 'segment.exported', targetId: segment.id }),
    );
  });
});
