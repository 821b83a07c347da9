import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { conversationAudited } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { standIns } from './tenant-stand-in.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  await infra.nats();
  running = await startService(infra, service);
}, 120_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 60_000);

async function call(tenantId: string, method: string, path: string, body?: object | FormData, role: 'agent' | 'admin' = 'admin') {
  const isForm = body instanceof FormData;
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...asMember(infra, tenantId, role), ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Json };
}

const ORDERS = { key: 'orders', name: 'Orders', type: 'number' };
const SIZE = { key: 'size', name: 'Size', type: 'choice', choices: ['S', 'M'] };

describe('attributes of contacts with a type', () => {
  it('are made, changed, listed in their order and deleted, each with an entry in the audit log', async () => {
    const tenant = v7();
    const made = await call(tenant, 'POST', '/contact-attributes', { ...SIZE, position: 2, isInList: true });
    expect(made).toMatchObject({ status: 201, body: { ...SIZE, isRequired: false, isInList: true } });
    await call(tenant, 'POST', '/contact-attributes', { ...ORDERS, position: 1 });
    expect(await call(tenant, 'POST', '/contact-attributes', SIZE)).toMatchObject({ status: 409, body: { code: 'name_taken' } });
    expect(await call(tenant, 'POST', '/contact-attributes', { ...SIZE, key: 'a', choices: [' '] })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'choices' }] },
    });
    const listed = async () => (await call(tenant, 'GET', '/contact-attributes')).body.items.map(({ key }: Json) => key);
    expect(await listed()).toEqual(['orders', 'size']);
    const { id } = made.body;
    const changed = await call(tenant, 'PUT', `/contact-attributes/${id}`, { name: 'Shirt size', type: 'text' });
    expect(changed).toMatchObject({ status: 200, body: { key: 'size', name: 'Shirt size', type: 'text', choices: [], isInList: false } });
    expect((await call(v7(), 'PUT', `/contact-attributes/${id}`, { name: 'x', type: 'text' })).status).toBe(404);
    expect((await call(tenant, 'POST', '/contact-attributes', { ...SIZE, key: 'b' }, 'agent')).status).toBe(403);
    expect((await call(tenant, 'DELETE', `/contact-attributes/${id}`)).status).toBe(204);
    expect(await listed()).toEqual(['orders']);
    await eventually(async () => {
      const told = (await infra.events(conversationAudited)).filter(({ data }) => data.targetId === id);
      expect(told.map(({ data }) => data.action)).toEqual([
        'contact_attribute.created',
        'contact_attribute.changed',
        'contact_attribute.deleted',
      ]);
    });
  });

  it('hold for contacts that are made and changed from then on; what was stored before stays, and free ones stay free', async () => {
    const tenant = v7();
    const before = await call(tenant, 'POST', '/contacts', { phone: '+51987222000', attributes: { orders: 'many', city: 'Cusco' } });
    await call(tenant, 'POST', '/contact-attributes', ORDERS);
    await call(tenant, 'POST', '/contact-attributes', { key: 'since', name: 'Since', type: 'date', isRequired: true });
    const refused = await call(tenant, 'POST', '/contacts', { phone: '+51987222001', attributes: { orders: 'many', other: true } });
    expect({ status: refused.status, code: refused.body.code, errors: refused.body.errors }).toMatchObject({
      status: 400,
      code: 'validation_failed',
      errors: [
        { field: 'attributes.orders', message: expect.stringContaining('must be a number') },
        { field: 'attributes.since', message: expect.stringContaining('is required') },
      ],
    });
    const right = { phone: '+51987222001', attributes: { orders: 3, since: '2026-11-20', other: true } };
    expect((await call(tenant, 'POST', '/contacts', right)).status).toBe(201);
    const path = `/contacts/${before.body.id}`;
    expect((await call(tenant, 'PUT', path, { name: 'Ana' })).body).toMatchObject({ attributes: { orders: 'many', city: 'Cusco' } });
    const kept = { orders: 'many', since: '2026-11-20' };
    expect((await call(tenant, 'PUT', path, { attributes: kept })).body).toMatchObject({ attributes: kept });
    expect((await call(tenant, 'PUT', path, { attributes: { ...kept, orders: 'more' } })).status).toBe(400);
  });

  it('read the cells of a file, and refuse each row that does not fit', async () => {
    const tenant = v7();
    await call(tenant, 'POST', '/contact-attributes', { ...ORDERS, key: 'Orders' });
    await call(tenant, 'POST', '/contact-attributes', { key: 'Zip', name: 'Zip', type: 'text', isRequired: true });
    await call(tenant, 'POST', '/contact-attributes', { key: 'Wholesale', name: 'Wholesale', type: 'boolean' });
    const rows = ['+51987333000,3,7012,sí', '+51987333001,many,7012,no', '+51987333002,4,,no', '+51987333003,,8000,'];
    const data = new FormData();
    data.append('file', new Blob([['Phone,Orders,Zip,Wholesale', ...rows].join('\n')], { type: 'text/csv' }), 'customers.csv');
    data.append('consent', 'unknown');
    const { id } = (await call(tenant, 'POST', '/contacts/imports', data)).body;
    await eventually(
      async () =>
        expect((await call(tenant, 'GET', `/contacts/imports/${id}`)).body).toMatchObject({ status: 'done', created: 2, rejected: 2 }),
      { timeoutMs: 30_000 },
    );
    const { rows: stored } = await infra.owner.query('select attributes from conversation.contacts where tenant_id = $1 order by phone', [
      tenant,
    ]);
    expect(stored.map(({ attributes }) => attributes)).toEqual([{ Orders: 3, Zip: '7012', Wholesale: true }, { Zip: '8000' }]);
    const errors = (await call(tenant, 'GET', `/contacts/imports/${id}/errors`)).text;
    expect(errors).toContain('3,attributes.Orders,must be a number such as 3 or 3.5');
    expect(errors).toContain('4,attributes.Zip,is required');
  }, 60_000);
});
