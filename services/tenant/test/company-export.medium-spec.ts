import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPANY_SERVICES, companyData } from '#contracts';
import { ObjectStore } from '#object-store';
import { asApiKey, asMember, eventually } from '#testing';
import { RunExportsHandler } from '../src/handlers/company/run-exports.handler.js';
import { World, type Json } from './tenant-world.js';

const DAY_MS = 24 * 60 * 60_000;
const PICTURE = '0198c0de-0000-7000-8000-0000000000f1';
const GONE = '0198c0de-0000-7000-8000-0000000000f2';

let world: World;
let companies = 0;
/** What the other services answer, by `service/file`; of what is not here they have nothing. */
let pages: Record<string, string[]>;
/** Of this service nobody answers. */
let silent: string | undefined;

beforeAll(async () => {
  world = await World.start();
  const nats = await world.infra.nats();
  for (const service of COMPANY_SERVICES) {
    nats.subscribe(companyData[service].subject, {
      callback: (_, message) => {
        if (silent === service) return;
        const { tenantId, request } = message.json<{ tenantId: string; request: { file?: string; from?: { offset: number } } }>();
        const own = Object.keys(pages).filter((name) => name.startsWith(`${tenantId}/${service}/`));
        const { file, from = { offset: 0 } } = request;
        if (file === undefined) {
          const files = own.map((name) => name.split('/')[2]!);
          return void message.respond(JSON.stringify({ ok: true, reply: { files, text: '', next: null } }));
        }
        const texts = pages[`${tenantId}/${service}/${file}`]!;
        const next = from.offset + 1 < texts.length ? { after: null, offset: from.offset + 1 } : null;
        message.respond(JSON.stringify({ ok: true, reply: { text: texts[from.offset]!, next } }));
      },
    });
  }
}, 60_000);
beforeEach(() => {
  pages = {};
  silent = undefined;
});
afterAll(async () => world?.stop(), 30_000);

async function company(): Promise<{ id: string; slug: string; email: string; as: (role?: string) => Record<string, string> }> {
  const slug = `lima-${++companies}`;
  const id = await world.tenant(slug);
  const email = `rosa@${slug}.example`;
  const owner = await world.member(id, email, 'owner');
  return { id, slug, email, as: (role = 'owner') => asMember(world.infra, id, role as 'owner', owner) };
}

const row = async (id: string): Promise<Json> =>
  (await world.infra.rows<Json>('select * from tenant.company_exports where tenant_id = $1 order by id desc', [id]))[0]!;
const run = (days: number): Promise<void> =>
  world.running.app.get(RunExportsHandler).execute(
    () => false,
    () => new Date(Date.now() + days * DAY_MS),
  );

/** Names and texts of the entries, as any program for archives reads them. */
function unzipped(bytes: Buffer): Map<string, string> {
  const dir = mkdtempSync(join(world.infra.dir, 'zip-'));
  const file = join(dir, 'archive.zip');
  writeFileSync(file, bytes);
  const script = `import sys,zipfile,json\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps({n:z.read(n).decode('utf8') for n in z.namelist()}))`;
  return new Map(
    Object.entries(JSON.parse(execFileSync('python3', ['-c', script, file], { maxBuffer: 1e9 }).toString()) as Record<string, string>),
  );
}

async function download(id: string, exportId: string, as: Record<string, string>): Promise<Response> {
  const { body } = await world.call('POST', `/tenants/${id}/exports/${exportId}/link`, as);
  return fetch(`${world.running.url}${body.url}`);
}

it('writes all that the services hold into one archive, with the files of messages and without secrets, and tells who asked', async () => {
  const lima = await company();
  const outlet = {
    name: 'Store',
    phoneNumberId: '10888000001',
    wabaId: '80001',
    displayPhoneNumber: '+1 555 0100',
    accessToken: 'EAAsecret0123',
  };
  await world.call('POST', '/outlets', lima.as(), outlet);
  const key = await world.call('POST', `/tenants/${lima.id}/api-keys`, lima.as(), { name: 'Shop', scopes: ['*'] });
  const media = [
    { id: PICTURE, status: 'stored', filename: '../../lima ñ.png', contentType: 'image/png' },
    { id: GONE, status: 'stored', filename: null, contentType: 'image/jpeg' },
  ];
  const text = media.map((each) => `${JSON.stringify(each)}\n`).join('');
  pages = {
    // A row in two parts.
    [`${lima.id}/conversation/messages`]: ['{"id":1,"te', 'xt":"¿Qué tal?"}\n', '{"id":2}\n'],
    [`${lima.id}/conversation/files`]: [text],
    [`${lima.id}/knowledge/documents`]: [''],
  };
  await world.running.app.get(ObjectStore).put(
    { tenantId: lima.id, id: PICTURE },
    (async function* () {
      yield Buffer.from('picture of Lima');
    })(),
    { maxBytes: 100 },
  );

  const asked = await world.call('POST', `/tenants/${lima.id}/exports`, lima.as());
  expect(asked).toMatchObject({ status: 202, body: { state: 'waiting', sizeBytes: null } });
  const done = await eventually(async () => {
    const { items } = (await world.call('GET', `/tenants/${lima.id}/exports`, lima.as())).body;
    expect(items).toMatchObject([{ id: asked.body.id, state: 'done' }]);
    return items[0] as Json;
  });
  expect(done.written).toBe(done.files);
  expect(Date.parse(done.expiresAt) - Date.parse(done.finishedAt)).toBe(7 * DAY_MS);

  const answer = await download(lima.id, asked.body.id, lima.as());
  expect(answer.headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="${lima.slug}-\\d{4}-\\d\\d-\\d\\d.zip"$`));
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.length).toBe(done.sizeBytes);
  const entries = unzipped(bytes);
  expect(entries.get('conversation/messages.ndjson')).toBe('{"id":1,"text":"¿Qué tal?"}\n{"id":2}\n');
  expect(entries.get('knowledge/documents.ndjson')).toBe('');
  expect(entries.get(`media/${PICTURE}-_.._lima ñ.png`)).toBe('picture of Lima');
  expect([...entries.keys()].filter((name) => name.startsWith('media/'))).toHaveLength(1);
  expect(JSON.parse(entries.get('tenant/people.ndjson')!)).toMatchObject({ email: lima.email, role: 'owner' });
  expect(JSON.parse(entries.get('tenant/outlets.ndjson')!)).toMatchObject({ name: 'Store', phoneNumberId: '10888000001' });
  const everything = [...entries.values()].join('\n');
  for (const secret of ['EAAsecret0123', key.body.key, 'argon2', 'accessTokenSealed', 'passwordHash']) {
    expect({ secret, isIn: everything.includes(secret) }).toEqual({ secret, isIn: false });
  }
  await eventually(() =>
    expect(
      world
        .mails()
        .filter(({ to }) => to.includes(lima.email))
        .map(({ subject }) => subject),
    ).toEqual([`The data of ${lima.slug} is ready`]),
  );
  const deeds = await world.infra.rows<{ action: string }>(
    `select action from tenant.audit_log where tenant_id = $1 and action like 'tenant.export%' order by id`,
    [lima.id],
  );
  expect(deeds.map(({ action }) => action)).toEqual(['tenant.export_requested', 'tenant.export_downloaded']);
});

it('is for owners, once a day, and of nobody else’s company', async () => {
  const [lima, other] = [await company(), await company()];
  const path = `/tenants/${lima.id}/exports`;
  for (const as of [lima.as('admin'), asApiKey(world.infra, lima.id, ['*'])]) expect((await world.call('POST', path, as)).status).toBe(403);
  expect((await world.call('POST', path, other.as())).status).toBe(404);
  const [one, two] = await Promise.all([world.call('POST', path, lima.as()), world.call('POST', path, lima.as())]);
  const [won, lost] = one.status === 202 ? [one, two] : [two, one];
  expect(won.status).toBe(202);
  expect(lost).toMatchObject({ status: 429, body: { code: 'export_too_soon' } });
  expect(Number(lost.headers.get('retry-after'))).toBeGreaterThan(86_000);
  await eventually(async () => expect(await row(lima.id)).toMatchObject({ state: 'done' }));
  expect((await world.call('POST', `${path}/${won.body.id}/link`, lima.as('admin'))).status).toBe(403);
  expect((await world.call('POST', `/tenants/${other.id}/exports/${won.body.id}/link`, other.as())).status).toBe(404);
  const { body } = await world.call('POST', `${path}/${won.body.id}/link`, lima.as());
  expect((await fetch(`${world.running.url}${body.url.slice(0, -4)}AAAA`)).status).toBe(403);
});

it('is gone after seven days, and is forgotten later', async () => {
  const lima = await company();
  const { body } = await world.call('POST', `/tenants/${lima.id}/exports`, lima.as());
  await eventually(async () => expect(await row(lima.id)).toMatchObject({ state: 'done' }));
  const store = world.running.app.get(ObjectStore);
  await run(6.9);
  expect((await download(lima.id, body.id, lima.as())).status).toBe(200);
  await run(7.1);
  expect(await row(lima.id)).toMatchObject({ state: 'expired', size_bytes: null });
  expect(await store.get({ tenantId: lima.id, id: body.id })).toBeUndefined();
  expect((await world.call('POST', `/tenants/${lima.id}/exports/${body.id}/link`, lima.as())).body.code).toBe('export_not_ready');
  await run(38);
  expect(await world.infra.rows('select from tenant.company_exports where tenant_id = $1', [lima.id])).toEqual([]);
});

it('keeps nothing of an archive that a service did not answer for, tries again, and gives up in the end', async () => {
  const lima = await company();
  pages = { [`${lima.id}/conversation/messages`]: ['{"id":1}\n'] };
  silent = undefined;
  // A file that is announced and then refused: the archive has begun by then.
  pages[`${lima.id}/analytics/figures`] = [undefined as unknown as string];
  const { body } = await world.call('POST', `/tenants/${lima.id}/exports`, lima.as());
  await eventually(async () => expect(await row(lima.id)).toMatchObject({ state: 'running', attempts: 1, next_at: expect.any(String) }));
  for (let attempt = 2; attempt <= 5; attempt++) {
    await eventually(async () => {
      await run(attempt / 24);
      expect((await row(lima.id)).attempts).toBeGreaterThanOrEqual(attempt);
    });
  }
  await eventually(async () => expect(await row(lima.id)).toMatchObject({ state: 'failed', next_at: null }));
  expect(await world.running.app.get(ObjectStore).get({ tenantId: lima.id, id: body.id })).toBeUndefined();
  // A failed one does not count.
  pages = {};
  expect((await world.call('POST', `/tenants/${lima.id}/exports`, lima.as())).status).toBe(202);
});
