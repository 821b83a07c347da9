import { readFileSync } from 'node:fs';
import { decodeJwt } from 'jose';
import { asMember, eventually } from '#testing';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;
let tenant: string;
let other: string;

beforeAll(async () => {
  world = await World.start();
  [tenant, other] = [await world.tenant('acme-corp'), await world.tenant('beta-store')];
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

const as = (role: 'viewer' | 'agent' | 'admin' | 'owner' = 'admin', user?: string, of = tenant) => ({
  ...asMember(world.infra, of, role, user),
  ...world.from(),
});
const invite = async (email: string, role = 'agent', caller = as('owner')): Promise<string> =>
  (await world.call('POST', `/tenants/${tenant}/invitations`, caller, { email, role })).body.id;
const ask = (id: string, what: 'link' | 'resend', caller = as()): Promise<Answer> =>
  world.call('POST', `/tenants/${tenant}/invitations/${id}/${what}`, caller);
const tokenOf = (answer: Answer): string => /token=(inl_[\w-]{32})$/.exec(answer.body.link as string)![1]!;
const preview = (token: string) => world.call('GET', `/auth/invitations/${token}`);
const accept = (body: object) => world.call('POST', '/auth/invitations/accept', world.from(), body);

it('the file of a mail shows its link whole, whatever letters the names have', async () => {
  const owner = await world.member(tenant, 'inigo@acme.example', 'owner');
  await world.infra.rows(`update tenant.users set name = 'Íñigo Núñez de la Peña y Ибарра', email_confirmed = true where id = $1`, [owner]);
  await invite('leer@acme.example', 'agent', as('owner', owner));
  const token = await world.tokenMailedTo('leer@acme.example');
  const file = readFileSync(world.mails().find(({ to }) => to.includes('leer@'))!.file, 'utf8');
  expect(file.split('\r\n')).toContain(`https://chasqui.example/invite?token=${token}`);
  expect(file).toContain('Íñigo Núñez de la Peña y Ибарра invites you');
});

describe('the link that an admin copies', () => {
  it('is the same each time, beside the mailed one; its token is kept sealed and hashed, and who saw it is logged', async () => {
    const id = await invite('copy@acme.example');
    const [one, two] = [await ask(id, 'link'), await ask(id, 'link', as('owner'))];
    expect([one.status, two.body]).toEqual([200, one.body]);
    const token = tokenOf(one);
    expect((await preview(token)).body).toMatchObject({ email: 'copy@acme.example', nameRequired: true, passwordOfAccount: false });
    expect((await preview(await world.tokenMailedTo('copy@acme.example'))).status).toBe(200);
    expect(JSON.stringify(await world.infra.rows('select * from tenant.invitations'))).not.toContain(token);
    const logged = await world.audit('invitation.link_shown');
    expect(logged.filter(({ target_id }) => target_id === id)).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain(token);
  });

  it('makes an account whose address is still to be confirmed', async () => {
    const token = tokenOf(await ask(await invite('fresh@acme.example'), 'link'));
    const mailed = world.mails().length;
    const accepted = await accept({ token, name: 'Fresh', password: PASSWORD });
    expect(decodeJwt(accepted.body.session.accessToken).tenants).toEqual([{ id: tenant, role: 'agent' }]);
    expect(await world.infra.rows(`select email_confirmed from tenant.users where email = 'fresh@acme.example'`)).toEqual([
      { email_confirmed: false },
    ]);
    expect(await world.tokenMailedTo('fresh@acme.example', mailed, 'confirmation')).toMatch(/^ec_/);
    expect((await accept({ token, name: 'Eve', password: PASSWORD })).body.code).toBe('invitation_not_found');
  });

  it('makes nobody a member who does not know the password of the account, and takes no account over', async () => {
    await world.member(other, 'there@acme.example');
    const token = tokenOf(await ask(await invite('there@acme.example'), 'link'));
    expect((await preview(token)).body).toMatchObject({ passwordRequired: true, nameRequired: false, passwordOfAccount: true });
    expect((await accept({ token })).body.errors).toMatchObject([{ field: 'password' }]);
    expect(await accept({ token, password: 'a password of Eve' })).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(decodeJwt((await world.login('there@acme.example')).body.accessToken).tenants).toMatchObject([{ id: other }]);
    expect((await accept({ token, password: PASSWORD })).status).toBe(200);
    expect(decodeJwt((await world.login('there@acme.example')).body.accessToken).tenants).toHaveLength(2);
  });

  it('leads to no role above one’s own, nor to another company, nor anywhere once the invitation is over', async () => {
    const owners = await invite('boss@acme.example', 'owner');
    expect(await ask(owners, 'link', as('admin'))).toMatchObject({ status: 403, body: { code: 'role_too_high' } });
    const strangers = await world.call('POST', `/tenants/${other}/invitations/${owners}/link`, as('owner', undefined, other));
    expect(strangers.status).toBe(404);
    const token = tokenOf(await ask(owners, 'link', as('owner')));
    await world.call('DELETE', `/tenants/${tenant}/invitations/${owners}`, as('owner'));
    expect([(await preview(token)).status, (await ask(owners, 'link', as('owner'))).status]).toEqual([404, 404]);
  });
});

describe('an invitation that is sent again', () => {
  it('has a new link and its whole time; the former links stop working', async () => {
    const id = await invite('again@acme.example', 'viewer');
    const [mailed, copied] = [await world.tokenMailedTo('again@acme.example'), tokenOf(await ask(id, 'link'))];
    const count = world.mails().length;
    const answer = await ask(id, 'resend');
    expect(answer).toMatchObject({ status: 201, body: { email: 'again@acme.example', role: 'viewer', status: 'open' } });
    const next = await world.tokenMailedTo('again@acme.example', count);
    expect([(await preview(mailed)).status, (await preview(copied)).status, (await preview(next)).status]).toEqual([404, 404, 200]);
    expect((await ask(id, 'resend')).status).toBe(404);
  });

  it('may have expired before, and is sent five times an hour at most', async () => {
    let id = await invite('often@acme.example');
    await world.infra.rows(`update tenant.invitations set expires_at = now() - interval '1 minute' where id = $1`, [id]);
    for (let n = 2; n <= 5; n += 1) {
      const answer = await ask(id, 'resend');
      expect(answer.status).toBe(201);
      id = answer.body.id;
    }
    const refused = await ask(id, 'resend');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_invitations' } });
    expect(refused.headers.get('retry-after')).toBe('3600');
    await eventually(() => expect(world.mails().filter(({ to }) => to.includes('often@'))).toHaveLength(5));
  });
});
