import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { contactChanged, conversationAudited } from '#contracts';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { ForgetImportsHandler } from '../src/handlers/imports/forget-imports.handler.js';
import { ImportBatch } from '../src/handlers/imports/import-batch.step.js';
import { ImportClock } from '../src/handlers/imports/import-clock.state.js';
import { RunImportHandler } from '../src/handlers/imports/run-import.handler.js';
import { StartImportHandler } from '../src/handlers/imports/start-import.handler.js';
import { ImportWake } from '../src/handlers/imports/import-wake.state.js';
import { ImportsRepository } from '../src/persistence/imports/imports.repository.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { standIns } from './tenant-stand-in.js';

type Json = Record<string, any>;
const WAIT = { timeoutMs: 30_000 };
const GRANTED = { marketing: 'granted', source: 'shop newsletter' };

let infra: Infrastructure;
let running: RunningService;
let ahead = 0;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  await infra.nats();
  running = await start();
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

async function start(): Promise<RunningService> {
  const started = await startService(infra, service);
  started.app.get(ImportClock, { strict: false }).now = () => new Date(Date.now() + ahead);
  return started;
}

async function call(tenantId: string, method: string, path: string, body?: FormData, role: 'viewer' | 'agent' = 'agent') {
  const response = await fetch(`${running.url}/api/v1/contacts/imports${path}`, {
    method,
    headers: asMember(infra, tenantId, role),
    ...(body ? { body } : {}),
  });
  const text = await response.text();
  return { status: response.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Json };
}

function form(file: string | Uint8Array, fields: Record<string, unknown> = { consent: { marketing: 'unknown' } }): FormData {
  const data = new FormData();
  data.append('file', new Blob([file as Uint8Array<ArrayBuffer>], { type: 'text/csv' }), 'customers.csv');
  for (const [name, value] of Object.entries(fields)) data.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  return data;
}

async function imported(tenantId: string, file: string | Uint8Array, fields?: Record<string, unknown>): Promise<Json> {
  const { status, body } = await call(tenantId, 'POST', '', form(file, fields));
  expect({ status, body }).toMatchObject({ status: 202 });
  return ended(tenantId, body.id);
}

async function* failingBody(): AsyncGenerator<Buffer> {
  yield Buffer.from('Phone\n');
  throw new Error('the line went dead');
}

const ended = (tenantId: string, id: string): Promise<Json> =>
  eventually(async () => {
    const { body } = await call(tenantId, 'GET', `/${id}`);
    expect(body.status).not.toBe('running');
    return body;
  }, WAIT);

const contacts = async (tenantId: string): Promise<Json[]> =>
  (
    await infra.owner.query(
      `select id, phone, alias, email, language, tags, attributes, marketing_consent as consent, consent_source as source
       from conversation.contacts where tenant_id = $1 order by phone`,
      [tenantId],
    )
  ).rows;

const FILE = `Name,Phone,E-mail,City,Orders,Tags
Ana Ruiz,+51 987 111 000,ana@example.com,Cusco,3,"vip; mayorista"
"Muñoz, Luis",+51987111001,,Lima,007,
,+51987111002,,,,
`;

describe('an import of contacts', () => {
  it('makes contacts of rows by the names of the columns, with consent and its proof, and tells of each', async () => {
    const tenant = v7();
    const run = await imported(tenant, FILE, { consent: GRANTED });
    expect(run).toMatchObject({ status: 'done', rows: 3, created: 3, updated: 0, rejected: 0, progress: 1, fileName: 'customers.csv' });
    const [ana, luis, nobody] = await contacts(tenant);
    expect(ana).toMatchObject({
      phone: '51987111000',
      alias: 'Ana Ruiz',
      email: 'ana@example.com',
      tags: ['vip', 'mayorista'],
      attributes: { City: 'Cusco', Orders: 3 },
      consent: 'granted',
      source: 'shop newsletter',
    });
    expect(luis).toMatchObject({ alias: 'Muñoz, Luis', attributes: { City: 'Lima', Orders: '007' } });
    expect(nobody).toMatchObject({ alias: null, attributes: {}, tags: [] });
    const { rows } = await infra.owner.query(`select state, source, by_id from conversation.consents where tenant_id = $1`, [tenant]);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ state: 'granted', source: 'shop newsletter', by_id: '0198c0de-0000-7000-8000-00000000aaaa' });
    await eventually(async () => {
      const told = (await infra.events(contactChanged)).filter(({ tenantId }) => tenantId === tenant);
      expect(told.find(({ data }) => data.addedTags)?.data).toMatchObject({ change: 'created', addedTags: ['vip', 'mayorista'] });
      expect(told.map(({ data }) => [data.change, data.contact.phone]).sort()).toEqual([
        ['created', '51987111000'],
        ['created', '51987111001'],
        ['created', '51987111002'],
      ]);
      expect(
        (await infra.events(conversationAudited)).some(({ data }) => data.targetId === run.id && data.action === 'contact_import.created'),
      ).toBe(true);
    });
  });

  it('makes no second contact of the same file, and adds what another one says', async () => {
    const tenant = v7();
    await imported(tenant, FILE);
    expect(await imported(tenant, FILE)).toMatchObject({ rows: 3, created: 0, updated: 3 });
    const more = 'Phone;Name;Tags;City\n51987111000;;new;Puno\n+51987111000;Ana;;\n51 987 111 009;Eva;;\n';
    expect(await imported(tenant, more)).toMatchObject({ rows: 3, created: 1, updated: 2 });
    const [ana] = await contacts(tenant);
    expect(ana).toMatchObject({
      alias: 'Ana',
      email: 'ana@example.com',
      tags: ['vip', 'mayorista', 'new'],
      attributes: { City: 'Puno', Orders: 3 },
    });
    expect(await contacts(tenant)).toHaveLength(4);
  });

  it('meets a customer by any spelling of their number, in the country that is said', async () => {
    const tenant = v7();
    await infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone) values ($1, $2, '551187654321')`, [tenant, v7()]);
    const file = 'phone\n+55 11 98765-4321\n(11) 98765-4321\n';
    expect(await imported(tenant, file, { consent: 'unknown', defaultCountry: 'BR' })).toMatchObject({ created: 0, updated: 2 });
    expect((await contacts(tenant)).map(({ phone }) => phone)).toEqual(['551187654321']);
  });

  it('never makes anybody agree who has refused, also before they were erased', async () => {
    const tenant = v7();
    await infra.owner.query(
      `insert into conversation.contacts (tenant_id, id, phone, marketing_consent, consent_at) values ($1, $2, '51987111000', 'denied', now())`,
      [tenant, v7()],
    );
    await imported(tenant, FILE, { consent: GRANTED });
    expect((await contacts(tenant)).map(({ consent }) => consent)).toEqual(['denied', 'granted', 'granted']);
    await imported(tenant, FILE, { consent: { marketing: 'denied', source: 'suppression list' } });
    expect((await contacts(tenant)).map(({ consent }) => consent)).toEqual(['denied', 'denied', 'denied']);
  });

  it('says of each wrong row what is wrong, for download, and takes the others', async () => {
    const tenant = v7();
    const file = [
      'Phone,Name,Email,Note',
      '12,Short,,',
      '+51987111001,=HYPERLINK("http://x"),,',
      '+51987111002,Ana,not-an-address,',
      '+51987111003,Ana,,x,too,many',
      ',Nobody,,',
      `+51987111004,"${'x'.repeat(10_000_000)}",,`,
      '',
      '+51987111005,Right,,"two',
      'lines"',
      '+51987111006,"never closed,,',
    ].join('\n');
    const run = await imported(tenant, file);
    expect(run).toMatchObject({ status: 'done', rows: 8, created: 1, rejected: 7 });
    expect((await contacts(tenant)).map(({ alias, attributes }) => ({ alias, attributes }))).toEqual([
      { alias: 'Right', attributes: { Note: 'two\nlines' } },
    ]);
    const { text } = await call(tenant, 'GET', `/${run.id}/errors`, undefined, 'viewer');
    const lines = text.trim().split('\r\n');
    expect(lines.map((line) => line.split(',').slice(0, 2).join())).toEqual([
      'line,column',
      '2,phone',
      '3,name',
      '4,email',
      '5,row',
      '6,phone',
      '7,row',
      '11,row',
    ]);
    expect(text).toContain('must be a value, not a formula');
    expect(text).toContain('the quote opened in line 11 is never closed');
  });

  it.each([
    ['windows-1252', Buffer.from('Nombre;Teléfono\nMuñoz;+51987111000\nPeña;+51987111001\n', 'latin1')],
    ['utf-16le', Buffer.from('\uFEFFNombre\tTeléfono\nMuñoz\t+51987111000\nPeña\t+51987111001\n', 'utf16le')],
    ['utf-8', Buffer.from('\uFEFFNombre,Teléfono\nMuñoz,+51987111000\nPeña,+51987111001\n')],
    ['utf-8', Buffer.from('sep=|\r\nNombre|Teléfono\r\nMuñoz|+51987111000\r\nPeña|+51987111001\r\n')],
  ])('reads %s as spreadsheets write it', async (encoding, file) => {
    const tenant = v7();
    expect((await call(tenant, 'POST', '/preview', form(file, {}))).body).toMatchObject({
      encoding,
      headers: ['Nombre', 'Teléfono'],
      mapping: { Nombre: 'name', Teléfono: 'phone' },
      isKept: false,
    });
    expect(await imported(tenant, file)).toMatchObject({ created: 2, rejected: 0 });
    expect((await contacts(tenant)).map(({ alias }) => alias)).toEqual(['Muñoz', 'Peña']);
  });

  it('shows the first rows with what is wrong, and the mapping of the last time', async () => {
    const tenant = v7();
    const file = 'Who,Number,Where\nAna,+51987111000,Cusco\nEva,nothing,Lima\n';
    const mapping = { Who: 'name', Number: 'phone', Where: 'attributes.city' };
    expect(await imported(tenant, file, { consent: 'unknown', mapping })).toMatchObject({ created: 1, rejected: 1 });
    const { body } = await call(tenant, 'POST', '/preview', form(file, {}));
    expect(body).toMatchObject({
      mapping,
      isKept: true,
      rows: [
        { line: 2, cells: ['Ana', '+51987111000', 'Cusco'] },
        { line: 3, error: expect.stringContaining('phone must be') },
      ],
    });
    expect((await contacts(tenant))[0]!.attributes).toEqual({ city: 'Cusco' });
  });

  it.each([
    ['a mapping that is not JSON', FILE, { consent: 'unknown', mapping: 'x' }, 'mapping'],
    ['a column that is not there', FILE, { consent: 'unknown', mapping: { Phone: 'phone', Town: 'attributes.city' } }, 'mapping'],
    ['no phone', FILE, { consent: 'unknown', mapping: { Name: 'name' } }, 'mapping'],
    ['no consent', FILE, {}, 'consent'],
    ['another consent', FILE, { consent: { marketing: 'yes' } }, 'consent'],
    ['another country', FILE, { consent: 'unknown', defaultCountry: 'Peru' }, 'defaultCountry'],
    ['an empty file', '', { consent: 'unknown' }, 'file'],
    ['a workbook', 'PK\u0003\u0004rest', { consent: 'unknown' }, 'file'],
  ])('refuses %s, and keeps no file', async (_, file, fields, field) => {
    const tenant = v7();
    const { status, body } = await call(tenant, 'POST', '', form(file, fields));
    expect({ status, code: body.code, field: body.errors?.[0].field }).toEqual({ status: 400, code: 'validation_failed', field });
    expect((await call(tenant, 'GET', '')).body.items).toEqual([]);
  });

  it('goes on behind the last batch after its process has ended, nothing twice', async () => {
    const tenant = v7();
    const count = 3_500;
    const rows = Array.from({ length: count }, (_, n) => `+51987${String(100_000 + n)},C${n}`);
    const batch = running.app.get(ImportBatch, { strict: false });
    const whole = batch.execute.bind(batch);
    let batches = 0;
    const stuck = Promise.withResolvers<void>();
    const free = Promise.withResolvers<void>();
    batch.execute = async (...given) => {
      if (++batches === 3) {
        stuck.resolve();
        await free.promise;
        throw Object.assign(new Error('the process ends'), { code: '57P01' });
      }
      return whole(...given);
    };
    const { body } = await call(tenant, 'POST', '', form(`Phone,Name\n${rows.join('\n')}\n`));
    await stuck.promise;
    expect((await call(tenant, 'GET', `/${body.id}`)).body).toMatchObject({ status: 'running', rows: 2_000, created: 2_000 });
    free.resolve();
    batch.execute = whole;
    ahead += 60_000;
    running.app.get(ImportWake, { strict: false }).wake();
    expect(await ended(tenant, body.id)).toMatchObject({ status: 'done', rows: count, created: count, updated: 0 });
    expect(await contacts(tenant)).toHaveLength(count);
  }, 60_000);

  it('goes on after the store broke off or a deadlock; its file goes when it fails', async () => {
    const tenant = v7();
    const batch = running.app.get(ImportBatch, { strict: false });
    const store = running.app.get(ObjectStore, { strict: false });
    const runner = running.app.get(RunImportHandler, { strict: false });
    const [whole, read, run] = [batch.execute.bind(batch), store.get.bind(store), runner.execute.bind(runner)];
    runner.execute = async () => undefined;
    const { body } = await call(tenant, 'POST', '', form(FILE));
    const key = { tenantId: tenant, id: body.id as string };
    const failing = (error: Error) => async () => Promise.reject(error);
    batch.execute = failing(Object.assign(new Error('deadlock detected'), { code: '40P01' }));
    await expect(run(key, () => false)).rejects.toThrow('deadlock');
    store.get = async () => ({ sizeBytes: 9, body: Readable.from(failingBody()) });
    await expect(run(key, () => false)).rejects.toThrow('went dead');
    store.get = read;
    expect((await call(tenant, 'GET', `/${body.id}`)).body.status).toBe('running');
    expect(await store.get(key)).toBeDefined();
    batch.execute = failing(new Error('a fault'));
    await expect(run(key, () => false)).rejects.toThrow('a fault');
    [batch.execute, runner.execute] = [whole, run];
    expect((await call(tenant, 'GET', `/${body.id}`)).body).toMatchObject({ status: 'failed', error: 'the import stopped: a fault' });
    expect(await store.get(key)).toBeUndefined();
  });

  it('leaves no file behind: neither of a process that ended nor of a store that did not answer', async () => {
    const [tenant, unclaimed] = [v7(), v7()];
    const store = running.app.get(ObjectStore, { strict: false });
    const starting = running.app.get(StartImportHandler, { strict: false });
    await starting.keep(unclaimed, { chunks: Readable.from([Buffer.from(FILE)]), filename: 'customers.csv' });
    const remove = store.delete.bind(store);
    store.delete = async () => Promise.reject(new Error('the store does not answer'));
    const over = await imported(tenant, FILE);
    store.delete = remove;
    const files = async (): Promise<string[]> => {
      const sql = `select tenant_id as id from conversation.contact_import_files where tenant_id = any($1::uuid[]) order by 1`;
      return (await infra.owner.query(sql, [[tenant, unclaimed]])).rows.map(({ id }) => id);
    };
    const forget = async (): Promise<void> => running.app.get(ForgetImportsHandler, { strict: false }).execute(() => false);
    await forget();
    expect(await files()).toEqual([tenant, unclaimed]);
    ahead += 2 * 60 * 60_000;
    await forget();
    expect(await files()).toEqual([unclaimed]);
    expect(await store.get({ tenantId: tenant, id: over.id })).toBeUndefined();
    ahead += 24 * 60 * 60_000;
    await forget();
    expect(await files()).toEqual([]);
  });

  it('is undone: new contacts go, others get back what was known of them, whoever has changed since stays', async () => {
    const tenant = v7();
    await infra.owner.query(
      `insert into conversation.contacts (tenant_id, id, phone, alias, tags) values ($1, $2, '51987111000', 'Before', '{old}')`,
      [tenant, v7()],
    );
    const run = await imported(tenant, FILE, { consent: GRANTED });
    await infra.owner.query(
      `update conversation.contacts set alias = 'Changed', version = version + 1 where tenant_id = $1 and phone = '51987111001'`,
      [tenant],
    );
    expect((await call(tenant, 'POST', `/${run.id}/undo`)).status).toBe(202);
    await eventually(async () => {
      expect((await call(tenant, 'GET', `/${run.id}`)).body).toMatchObject({ undo: 'done', undone: 2 });
    }, WAIT);
    expect((await contacts(tenant)).map(({ alias, tags, consent }) => ({ alias, tags, consent }))).toEqual([
      { alias: 'Before', tags: ['old'], consent: 'unknown' },
      { alias: 'Changed', tags: [], consent: 'granted' },
    ]);
  });

  it('takes turns with those of other companies', async () => {
    const [busy, other] = [v7(), v7()];
    const runner = running.app.get(RunImportHandler, { strict: false });
    const whole = runner.execute.bind(runner);
    runner.execute = async () => undefined;
    const rows = Array.from({ length: 1_500 }, (_, n) => `+51986${String(100_000 + n)}`);
    const file = `Phone\n${rows.join('\n')}\n`;
    const answers = await Promise.all(Array.from({ length: 6 }, () => call(busy, 'POST', '', form(file))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 422, 422, 422]);
    const [first, second, third] = answers.flatMap(({ body }) => (body.id ? [body.id as string] : []));
    const { id } = (await call(other, 'POST', '', form(FILE))).body;
    // Later than this service ever asks.
    const at = (day: number): string => `2100-01-0${day}T00:00:00.000Z`;
    const lease = (key: string, until: string) =>
      infra.owner.query(`update conversation.contact_imports set leased_until = $2 where id = $1`, [key, until]);
    const leases: [string, number][] = [first!, second!, id, third!].map((key, nth) => [key, nth === 3 ? 9 : nth + 1]);
    for (const [key, day] of leases) await lease(key, at(day));
    const [database, imports] = [running.app.get(TenantDatabase, { strict: false }), running.app.get(ImportsRepository, { strict: false })];
    const claim = () => database.forSystem((tx) => imports.claim(tx, at(4), at(8)));
    const waits = (tenantId: string) => database.forSystem((tx) => imports.doesAnotherWait(tx, tenantId, at(4)));
    expect([await waits(busy), await waits(other)]).toEqual([true, true]);
    expect([(await claim())?.id, (await claim())?.id]).toEqual([id, first]);
    expect(await waits(busy)).toBe(false);
    await database.forSystem((tx) => imports.release(tx, { tenantId: busy, id: first! }, at(4)));
    expect([(await claim())?.id, (await claim())?.id, await claim()]).toEqual([second, first, undefined]);
    // A turn ends behind a batch, and the next one goes on there.
    await whole({ tenantId: busy, id: first! }, () => true);
    expect((await call(busy, 'GET', `/${first}`)).body).toMatchObject({ status: 'running', rows: 1_000 });
    await whole({ tenantId: busy, id: first! }, () => true);
    expect((await call(busy, 'GET', `/${first}`)).body).toMatchObject({ status: 'done', rows: 1_500, created: 1_500 });
    for (const key of [second, third]) await call(busy, 'POST', `/${key}/cancel`);
    await call(other, 'POST', `/${id}/cancel`);
    runner.execute = whole;
  });

  it('is nobody else’s, and ends when it is cancelled', async () => {
    const tenant = v7();
    const runner = running.app.get(RunImportHandler, { strict: false });
    const whole = runner.execute.bind(runner);
    runner.execute = async () => undefined;
    const { body } = await call(tenant, 'POST', '', form(FILE));
    expect((await call(v7(), 'GET', `/${body.id}`)).status).toBe(404);
    expect((await call(v7(), 'POST', `/${body.id}/cancel`)).status).toBe(404);
    expect(await call(tenant, 'POST', `/${body.id}/undo`)).toMatchObject({ status: 409, body: { code: 'import_running' } });
    expect((await call(tenant, 'POST', `/${body.id}/cancel`)).body.status).toBe('cancelled');
    runner.execute = whole;
    await whole({ tenantId: tenant, id: body.id }, () => false);
    expect((await call(tenant, 'GET', `/${body.id}`)).body).toMatchObject({ status: 'cancelled', rows: 0 });
    expect(await contacts(tenant)).toEqual([]);
    const done = await imported(tenant, FILE);
    expect(await call(tenant, 'POST', `/${done.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'import_over' } });
  });
});
