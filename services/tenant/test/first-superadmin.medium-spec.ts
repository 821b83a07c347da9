import { decodeJwt } from 'jose';
import { CreateFirstSuperadminHandler } from '../src/handlers/auth/create-first-superadmin.handler.js';
import { PASSWORD, World } from './tenant-world.js';

describe('the first superadmin', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start();
  }, 60_000);
  afterAll(async () => world?.stop(), 30_000);

  it('of an address that its owner has confirmed is that person, who keeps the password and the tenants; there is never a second', async () => {
    const tenantId = await world.tenant('acme-corp');
    await world.member(tenantId, 'ana@acme.example', 'agent');
    const create = world.running.app.get(CreateFirstSuperadminHandler);
    await create.execute('Ana@Acme.example', 'another password');
    await create.execute('two@acme.example', 'another password');
    expect(await world.infra.rows('select email from tenant.users where superadmin')).toEqual([{ email: 'ana@acme.example' }]);
    expect((await world.login('ana@acme.example', 'another password')).status).toBe(401);
    const { status, body } = await world.login('ana@acme.example', PASSWORD);
    expect(status).toBe(200);
    expect(decodeJwt(body.accessToken)).toMatchObject({ superadmin: true, tenants: [{ id: tenantId, role: 'agent' }] });
  });

  it('of an address that somebody has named and never confirmed has the operator’s password, and ends what was signed in before', async () => {
    await world.infra.rows('update tenant.users set superadmin = false');
    const email = 'admin@chasqui.example';
    const first = await world.call('POST', '/auth/register', world.from(), { tenantName: 'Squat', name: 'S', email, password: PASSWORD });
    expect(first.status).toBe(201);
    const { refreshToken } = first.body;
    await world.running.app.get(CreateFirstSuperadminHandler).execute(email, 'the password of the operator');
    expect((await world.login(email, PASSWORD)).status).toBe(401);
    expect((await world.call('POST', '/auth/refresh', {}, { refreshToken })).status).toBe(401);
    const { status, body } = await world.login(email, 'the password of the operator');
    expect(status).toBe(200);
    expect(decodeJwt(body.accessToken)).toMatchObject({ superadmin: true });
    expect(await world.infra.rows('select email from tenant.users where superadmin')).toEqual([{ email }]);
  });
});
