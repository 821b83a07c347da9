import { readFileSync } from 'node:fs';
import { asMember, asSuperadmin, eventually } from '#testing';
import { PASSWORD, World, type Answer, type Json } from './tenant-world.js';

let world: World;
let tenant: string;
let userId: string;

beforeAll(async () => {
  world = await World.start();
  tenant = await world.tenant('acme-corp');
  userId = await world.member(tenant, 'ana@acme.example', 'owner');
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

type Body = Record<string, unknown>;
interface Door {
  method: string;
  path: () => string;
  as: () => Record<string, string>;
  /** Right but for the field. */
  body: Body;
  fields: string[];
}

const owner = () => ({ ...asMember(world.infra, tenant, 'owner', userId), ...world.from() });
const nobody = () => world.from();
const root = () => asSuperadmin(world.infra);
const person = { email: 'new@acme.example', name: 'New', password: PASSWORD, role: 'agent' };

/** Every way in which a name comes in that others read. */
const NAMES: Door[] = [
  {
    method: 'POST',
    path: () => '/auth/register',
    as: nobody,
    body: { ...without(person, 'role'), tenantName: 'N' },
    fields: ['name', 'tenantName'],
  },
  { method: 'POST', path: () => '/auth/invitations/accept', as: nobody, body: { token: 'inv_none' }, fields: ['name'] },
  { method: 'PUT', path: () => '/auth/me', as: owner, body: {}, fields: ['name'] },
  { method: 'POST', path: () => `/tenants/${tenant}/users`, as: owner, body: person, fields: ['name'] },
  { method: 'POST', path: () => '/users', as: owner, body: person, fields: ['name'] },
  { method: 'POST', path: () => '/tenants', as: root, body: { slug: 'named' }, fields: ['name'] },
  { method: 'PUT', path: () => `/tenants/${tenant}`, as: owner, body: {}, fields: ['name'] },
];

/** Every way in which an address comes in that may be written to. */
const ADDRESSES: Door[] = [
  { method: 'POST', path: () => '/auth/register', as: nobody, body: { ...without(person, 'role'), tenantName: 'N' }, fields: ['email'] },
  { method: 'POST', path: () => '/auth/login', as: nobody, body: { password: PASSWORD }, fields: ['email'] },
  { method: 'POST', path: () => '/auth/password-reset', as: nobody, body: {}, fields: ['email'] },
  { method: 'POST', path: () => `/tenants/${tenant}/users`, as: owner, body: person, fields: ['email'] },
  { method: 'POST', path: () => '/users', as: owner, body: person, fields: ['email'] },
  { method: 'POST', path: () => `/tenants/${tenant}/invitations`, as: owner, body: { role: 'agent' }, fields: ['email'] },
  { method: 'POST', path: () => '/tenants', as: root, body: { slug: 'written', name: 'Written' }, fields: ['contactEmail'] },
  { method: 'PUT', path: () => `/tenants/${tenant}`, as: owner, body: {}, fields: ['contactEmail'] },
];

const cases = (doors: Door[]): [string, Door, string][] =>
  doors.flatMap((door) =>
    door.fields.map((field): [string, Door, string] => [
      `${door.method} ${door.path().replace('undefined', '{id}')} ${field}`,
      door,
      field,
    ]),
  );
const ask = ({ method, path, as, body }: Door, field: string, value: unknown): Promise<Answer> =>
  world.call(method, path(), as(), { ...body, [field]: value });
const state = () =>
  Promise.all([
    ...['users', 'tenants', 'invitations', 'sign_in_attempts'].map((table) =>
      world.infra.rows(`select * from tenant.${table} order by 1, 2`),
    ),
    // One that is just leaving changes as it does.
    world.infra.rows('select id from tenant.mails order by 1'),
  ]);

it.each(cases(NAMES))('%s takes no line breaks, no unseen characters, no links and no more than 120 characters', async (_, door, field) => {
  const before = await state();
  for (const name of [
    'Ana\r\nBcc: all@acme.example',
    'Ana\u0007',
    'Ana\u202egnp.exe',
    'https://evil.example',
    'www.evil.example',
    'evil.example/a',
    ' ',
    '',
    'x'.repeat(121),
  ]) {
    const answer = await ask(door, field, name);
    expect({ name, status: answer.status, code: answer.body.code }).toEqual({ name, status: 400, code: 'validation_failed' });
    expect([...new Set(answer.body.errors.map((error: Json) => error.field))]).toEqual([field]);
  }
  expect(await state()).toEqual(before);
});

it.each(cases(ADDRESSES))('%s takes no address with line breaks or spaces, in quotes either', async (_, door, field) => {
  const before = await state();
  for (const email of [
    '"a\r\nBcc: all@acme.example"@acme.example',
    '"a\nb"@acme.example',
    '"a\tb"@acme.example',
    '"a b"@acme.example',
    'no address',
  ]) {
    const answer = await ask(door, field, email);
    expect({ email, status: answer.status, code: answer.body.code }).toEqual({ email, status: 400, code: 'validation_failed' });
    expect(answer.body.errors.map((error: Json) => error.field)).toContain(field);
  }
  expect(await state()).toEqual(before);
});

it('an invitation says nothing for those who invite, whatever they are called already', async () => {
  const name = 'Evil\r\nBcc: all@acme.example\n\nhttps://evil.example/reset?a=b';
  await world.infra.rows('update tenant.tenants set name = $2 where id = $1', [tenant, name]);
  await world.infra.rows('update tenant.users set name = $2 where id = $1', [userId, `${'Click www.evil.example '.repeat(20)}`]);
  expect((await world.call('POST', `/tenants/${tenant}/invitations`, owner(), { email: 'mark@acme.example', role: 'agent' })).status).toBe(
    201,
  );
  const mail = await eventually(() => {
    const found = world.mails().find((candidate) => candidate.to.includes('mark@'));
    if (!found) throw new Error('no mail yet');
    return found;
  });
  // The rest of the subject is on a line of its own.
  expect(mail.subject).toBe('You are invited to Evil Bcc: all acme example https evil example');
  expect(readFileSync(mail.file, 'utf8').split('\r\n\r\n')[0]).not.toMatch(/^bcc:/im);
  const [first] = mail.text.split(/\r?\n/);
  expect(first).toBe(
    'Click www evil example Click www evil example Click www evil invites you to join "Evil Bcc: all acme example https evil example reset?a=b" on Chasqui as agent.',
  );
  // Of links there is ours alone.
  expect(mail.text.match(/https?:\/\/\S+|www\.\S+|\S+@\S+/g)).toEqual([
    expect.stringMatching(/^https:\/\/chasqui\.example\/invite\?token=/),
  ]);
});

describe('registering with a slug that is taken', () => {
  it('says so before it looks at the address: nothing tells who has an account', async () => {
    const given = { tenantName: 'Other', name: 'Other', slug: 'acme-corp' };
    const register = (email: string, password: string) => world.call('POST', '/auth/register', world.from(), { ...given, email, password });
    const before = await state();
    const answers = [
      await register('ana@acme.example', 'not her password'),
      await register('ana@acme.example', PASSWORD),
      await register('nobody@acme.example', 'not her password'),
    ];
    for (const { status, body } of answers)
      expect({ status, ...body, requestId: '' }).toEqual({ ...answers[2]!.body, status: 409, requestId: '' });
    expect(answers[0]!.body).toMatchObject({ code: 'slug_taken', errors: [{ field: 'slug' }] });
    // No failure was counted, no account and no mail was made.
    expect(await state()).toEqual(before);
  });
});

function without(body: Body, field: string): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
}
