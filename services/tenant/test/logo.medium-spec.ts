import { deflateSync } from 'node:zlib';
import { ObjectStore } from '#object-store';
import { asMember, eventually } from '#testing';
import { World, type Json } from './tenant-world.js';

let world: World;
let companies = 0;

beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

/** A picture of one colour; its checksums are left out, which no reader of sizes looks at. */
function png(side: number, color: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc((side + 1) * side, color))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const as = (id: string, role = 'admin'): Record<string, string> => asMember(world.infra, id, role as 'admin');
async function send(
  id: string,
  bytes: Buffer,
  name = 'logo.png',
  headers = as(id),
): Promise<{ status: number; body: Json; etag: string | null }> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), name);
  const answer = await fetch(`${world.running.url}/api/v1/tenants/${id}/logo`, { method: 'POST', headers, body: form });
  return { status: answer.status, body: (await answer.json()) as Json, etag: answer.headers.get('etag') };
}
const read = (path: string): Promise<Response> => fetch(`${world.running.url}${path}`);

it('is taken by its bytes, shown to everybody under an address of its own, replaced and removed', async () => {
  const slug = `logo-${++companies}`;
  const id = await world.tenant(slug);
  const store = world.running.app.get(ObjectStore);
  await world.call('PUT', `/tenants/${id}/branding`, as(id), { productName: 'Rosas', logoUrl: 'https://rosas.example/logo.svg' });

  const first = await send(id, png(64, 1), '../logo.svg');
  expect(first).toMatchObject({ status: 200, body: { productName: 'Rosas' } });
  const path = first.body.logoUrl as string;
  expect(path).toMatch(new RegExp(`^/logos/${id}/[0-9a-f-]{36}$`));
  expect((await world.call('GET', `/branding/${slug}`)).body.logoUrl).toBe(path);
  const shown = await read(path);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  });
  expect(Buffer.from(await shown.arrayBuffer()).equals(png(64, 1))).toBe(true);

  // Saving the form with the address as it was read keeps it.
  const put = await world.call(
    'PUT',
    `/tenants/${id}/branding`,
    { ...as(id), 'if-match': first.etag! },
    { productName: 'Rosas y más', logoUrl: path },
  );
  expect(put).toMatchObject({ status: 200, body: { logoUrl: path } });

  const second = (await send(id, png(64, 2))).body.logoUrl as string;
  expect(second).not.toBe(path);
  expect((await read(path)).status).toBe(404);
  await eventually(async () => expect(await store.get({ tenantId: id, id: path.split('/')[3]! })).toBeUndefined());
  const stale = await world.call('PUT', `/tenants/${id}/branding`, as(id), { logoUrl: path });
  expect(stale).toMatchObject({ status: 400, body: { errors: [{ field: 'logoUrl' }] } });

  const removed = await world.call('DELETE', `/tenants/${id}/logo`, as(id));
  expect(removed).toMatchObject({ status: 200, body: { logoUrl: null, productName: 'Rosas y más' } });
  expect((await read(second)).status).toBe(404);
  const facts = await world.infra.rows<Json>(
    `select after -> 'logo' as logo from tenant.audit_log where tenant_id = $1 and action = 'branding.changed' and after ? 'logo' order by id`,
    [id],
  );
  expect(facts.at(-1)).toEqual({ logo: null });
});

it.each<[string, Buffer, number, string]>([
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 415, 'logo_type_refused'],
  ['a web page that is called logo.png', Buffer.from('<html><script>alert(1)</script></html>'), 415, 'logo_type_refused'],
  ['a picture that breaks off', png(64, 1).subarray(0, 20), 400, 'logo_refused'],
  ['a dot', png(4, 1), 400, 'logo_refused'],
  ['a picture of too many pixels', png(2_049, 1), 400, 'logo_refused'],
  ['a file of more than 512 KB', Buffer.concat([png(64, 1), Buffer.alloc(512 * 1024)]), 413, 'logo_too_large'],
])('refuses %s with the reason, and keeps what was there', async (_, bytes, status, code) => {
  const id = await world.tenant(`logo-${++companies}`);
  const before = (await send(id, png(32, 3))).body.logoUrl as string;
  expect(await send(id, bytes)).toMatchObject({ status, body: { code } });
  expect((await read(before)).status).toBe(200);
});

it('is for admins, and of one’s own company', async () => {
  const [one, two] = [await world.tenant(`logo-${++companies}`), await world.tenant(`logo-${++companies}`)];
  expect((await send(one, png(32, 1), 'logo.png', as(one, 'agent'))).status).toBe(403);
  expect((await send(one, png(32, 1), 'logo.png', as(two))).status).toBe(404);
  const { body } = await send(one, png(32, 1));
  expect((await read(body.logoUrl.replace(one, two))).status).toBe(404);
});

it('a company sets its language, which its people and their mails then have', async () => {
  const id = await world.tenant(`idioma-${++companies}`);
  for (const language of ['español', 7, 'x'.repeat(40)]) {
    expect((await world.call('PUT', `/tenants/${id}`, as(id), { settings: { language } })).status).toBe(400);
  }
  expect((await world.call('PUT', `/tenants/${id}`, as(id), { settings: { language: 'es', crm: 'own' } })).status).toBe(200);
  const email = `luz@idioma-${companies}.example`;
  const user = await world.member(id, email, 'owner');
  const me = await world.call('GET', '/auth/me', asMember(world.infra, id, 'owner', user));
  expect(me.body.tenants).toMatchObject([{ id, language: 'es' }]);
  const { body } = await world.call('GET', `/tenants/${id}`, as(id));
  await world.call('POST', `/tenants/${id}/deletion`, asMember(world.infra, id, 'owner', user), {
    name: body.name,
    password: 'correct horse battery',
  });
  await eventually(() => {
    const texts = world.mails().filter(({ to }) => to.includes(email));
    expect(texts.map(({ text }) => text)).toEqual([expect.stringContaining('nada cambia: los mensajes llegan y se responden')]);
  });
});
