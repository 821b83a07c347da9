import { hash } from '@node-rs/argon2';
import { PASSWORD, World } from './tenant-world.js';

/** Written with characters of their own, and with letters and accents apart. */
const COMPOSED = 'la contrase\u00f1a m\u00e1s larga';
const APART = COMPOSED.normalize('NFD');

let world: World;
let count = 0;

beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const register = (email: string, password: string) =>
  world.call('POST', '/auth/register', world.from(), { tenantName: `Tienda ${++count}`, name: 'In\u00e9s', email, password });
const statusOf = async (email: string, password: string) => (await world.login(email, password)).status;
const hashOf = async (email: string): Promise<string> =>
  (await world.infra.rows<{ password_hash: string }>('select password_hash from tenant.users where email = $1', [email]))[0]!.password_hash;

describe('a password', () => {
  it.each([
    ['composed', 'taken apart', COMPOSED, APART],
    ['taken apart', 'composed', APART, COMPOSED],
    ['with no-break spaces', 'with spaces', COMPOSED.replaceAll(' ', '\u00a0'), COMPOSED],
  ])('that was set %s is taken %s', async (_, __, set, typed) => {
    const email = `teclado${count}@tienda.example`;
    expect((await register(email, set)).status).toBe(201);
    expect([await statusOf(email, typed), await statusOf(email, set)]).toEqual([200, 200]);
    expect(await statusOf(email, `${typed.slice(0, -1)}A`)).toBe(401);
  });

  it.each([
    ['as it was typed then', APART],
    ['from another keyboard', COMPOSED],
  ])('that was hashed apart, before passwords were normalised, is taken %s and hashed anew', async (_, typed) => {
    const email = `antes${count}@tienda.example`;
    await register(email, PASSWORD);
    await world.infra.rows('update tenant.users set password_hash = $2 where email = $1', [email, await hash(APART)]);
    const before = await hashOf(email);
    expect(await statusOf(email, 'another password')).toBe(401);
    expect(await hashOf(email)).toBe(before);
    expect(await statusOf(email, typed)).toBe(200);
    const after = await hashOf(email);
    expect(after).not.toBe(before);
    expect([await statusOf(email, COMPOSED), await statusOf(email, APART)]).toEqual([200, 200]);
    expect(await hashOf(email)).toBe(after);
  });

  it('of control characters is refused beside its field', async () => {
    const { status, body } = await register('control@tienda.example', 'a good\u0007 password');
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field: 'password', message: expect.stringContaining('control characters') }]);
  });
});

describe('an address', () => {
  it('is one account, however it is typed: at sign-in, at registering, for a new password', async () => {
    const [composed, apart] = ['jos\u00e9@tienda.example', 'JOSE\u0301@tienda.example'];
    expect((await register(apart, PASSWORD)).status).toBe(201);
    expect(await world.infra.rows('select from tenant.users where email = $1', [composed])).toHaveLength(1);
    expect([await statusOf(composed, PASSWORD), await statusOf(apart, PASSWORD)]).toEqual([200, 200]);
    expect((await register(composed, 'not the password')).body.code).toBe('email_taken');
    const mailed = world.mails().length;
    await world.call('POST', '/auth/password-reset', world.from(), { email: apart });
    expect(await world.tokenMailedTo('', mailed)).toMatch(/^pr_/);
  });
});
