import { io, type Socket } from 'socket.io-client';
import { bearer, eventually, World, type Headers } from './world.js';

interface Session {
  accessToken: string;
  refreshToken: string;
}
interface Company extends Session {
  email: string;
  password: string;
  tenantId: string;
}

/** What anybody with an account, or with none, may do to a person who never asked for it: nothing. Part of OWASP API2 and API6:2023. */
describe('a stranger', () => {
  let world: World;
  let addresses = 0;

  beforeAll(async () => {
    // The tests come from addresses of their own.
    world = await World.start({ TRUSTED_PROXY_HOPS: '1' });
  }, 180_000);
  afterAll(async () => world?.stop(), 60_000);

  const from = (address = `198.18.0.${++addresses}`): Headers => ({ 'x-forwarded-for': address });
  const api = <T = { code?: string }>(path: string, headers: Headers, body?: object, method = body ? 'POST' : 'GET') =>
    world.system.api<T>(path, { method, headers, ...(body ? { body } : {}) });
  const login = (email: string, password: string, headers = from()) =>
    api<Session & { code?: string }>('/auth/login', headers, { email, password });
  const refresh = (refreshToken: string) => api<Session>('/auth/refresh', from(), { refreshToken });
  const me = async (token: string) => (await api<{ id: string; tenants: { id: string }[] }>('/auth/me', bearer(token))).body;

  /** A company, and its owner who has shown that the address is theirs. */
  async function company(name: string, headers = from()): Promise<Company> {
    const given = { tenantName: name, name: 'Ana', email: `ana@${name}.example`, password: `a good password of ${name}` };
    const { status, body } = await api<Session & { tenant: { id: string } }>('/auth/register', headers, given);
    expect(status).toBe(201);
    const token = await world.mailedToken(given.email, 'confirm');
    expect((await api('/auth/email-confirmation/confirm', bearer(body.accessToken), { token })).status).toBe(204);
    return { ...body, email: given.email, password: given.password, tenantId: body.tenant.id };
  }
  /** The newest link holds; the mail with it may still be on its way. */
  const accepted = (email: string) =>
    eventually(
      async () => {
        const token = await world.mailedToken(email, 'invite');
        expect((await api('/auth/invitations/accept', from(), { token })).status).toBe(200);
      },
      { timeoutMs: 10_000 },
    );
  const listen = async (token: string, tenantId?: string): Promise<{ socket: Socket; ended: () => boolean }> => {
    const socket = io(`${world.system.url}/live`, {
      transports: ['websocket'],
      auth: { token, ...(tenantId ? { tenantId } : {}) },
      reconnection: false,
    });
    await new Promise<void>((resolve, reject) => socket.once('ready', () => resolve()).once('connect_error', reject));
    return { socket, ended: () => !socket.connected };
  };
  const untilRefused = (token: string, headers: Headers = {}) =>
    eventually(
      async () =>
        expect(await api('/conversations', { ...bearer(token), ...headers })).toMatchObject({
          status: 401,
          body: { code: 'access_changed' },
        }),
      { timeoutMs: 5_000 },
    );

  describe('with a company of their own', () => {
    it('makes nobody its member: who is known is invited, is told apart by no answer, and goes on undisturbed', async () => {
      const [victim, eve] = [await company('victim-corp'), await company('eve-corp')];
      const add = (path: string, email: string, headers: Headers) =>
        api<{ id: string; name: string }>(path, headers, { email, name: 'Made up', password: 'a made up password', role: 'viewer' });
      const { id } = await me(victim.accessToken);
      const callers: [string, Headers][] = [
        [`/tenants/${eve.tenantId}/users`, bearer(eve.accessToken)],
        ['/users', bearer(eve.accessToken)],
        [`/tenants/${eve.tenantId}/users`, world.superadmin],
      ];
      for (const [index, [path, headers]] of callers.entries()) {
        const [known, fresh] = [await add(path, victim.email, headers), await add(path, `fresh${index}@victim-corp.example`, headers)];
        expect([known.status, fresh.status]).toEqual([201, 201]);
        expect(Object.keys(known.body).sort()).toEqual(Object.keys(fresh.body).sort());
        expect(known.body).toMatchObject({ name: 'Made up' });
        expect(known.body.id).not.toBe(id);
      }
      // A client that names no tenant still has one, before and after its next token.
      expect((await api('/conversations', bearer(victim.accessToken))).status).toBe(200);
      const next = (await refresh(victim.refreshToken)).body;
      expect((await api('/conversations', bearer(next.accessToken))).status).toBe(200);
      expect((await me(next.accessToken)).tenants.map((tenant) => tenant.id)).toEqual([victim.tenantId]);
      // Nothing of theirs can be read or ended over there.
      const there = bearer(eve.accessToken);
      expect((await api(`/users/${id}`, there)).status).toBe(404);
      expect((await api(`/users/${id}/role`, there, { role: 'viewer' }, 'PUT')).status).toBe(404);
      await api('/auth/logout-everywhere', bearer(next.accessToken), {}, 'POST');
      const log = await api<object>('/audit-log?limit=200', there);
      expect(JSON.stringify(log.body)).not.toMatch(new RegExp(`${id}|signed_out`));
      // They join when they say so.
      await accepted(victim.email);
      const both = (await login(victim.email, victim.password)).body;
      expect((await me(both.accessToken)).tenants.map((tenant) => tenant.id).sort()).toEqual([victim.tenantId, eve.tenantId].sort());
    }, 30_000);

    it('ends a person’s access in it and nowhere else', async () => {
      const [person, host] = [await company('person-corp'), await company('host-corp')];
      await api(`/tenants/${host.tenantId}/invitations`, bearer(host.accessToken), { email: person.email, role: 'agent' });
      await accepted(person.email);
      const { accessToken } = (await login(person.email, person.password)).body;
      const [here, there] = [{ 'x-tenant-id': person.tenantId }, { 'x-tenant-id': host.tenantId }];
      const sockets = [await listen(accessToken, person.tenantId), await listen(accessToken, host.tenantId)];
      try {
        expect((await api('/conversations', { ...bearer(accessToken), ...there })).status).toBe(200);
        const { id } = await me(accessToken);
        expect((await api(`/users/${id}/role`, bearer(host.accessToken), { role: 'viewer' }, 'PUT')).status).toBe(200);
        await untilRefused(accessToken, there);
        await eventually(() => expect(sockets[1]!.ended()).toBe(true), { timeoutMs: 5_000 });
        expect((await api('/conversations', { ...bearer(accessToken), ...here })).status).toBe(200);
        expect((await api('/auth/me', bearer(accessToken))).status).toBe(200);
        expect(sockets[0]!.ended()).toBe(false);
      } finally {
        for (const { socket } of sockets) socket.close();
      }
    }, 30_000);
  });

  describe('who has got hold of a session', () => {
    it('loses it, and the live connection, when its owner changes the password; the owner’s goes on', async () => {
      const owner = await company('changes-corp');
      const thief = (await login(owner.email, owner.password)).body;
      const sockets = [await listen(owner.accessToken), await listen(thief.accessToken)];
      try {
        const change = { currentPassword: owner.password, newPassword: 'an even better password' };
        expect((await api('/auth/me', bearer(owner.accessToken), change, 'PUT')).status).toBe(200);
        await untilRefused(thief.accessToken);
        await eventually(() => expect(sockets[1]!.ended()).toBe(true), { timeoutMs: 5_000 });
        expect((await refresh(thief.refreshToken)).status).toBe(401);
        expect((await api('/conversations', bearer(owner.accessToken))).status).toBe(200);
        expect(sockets[0]!.ended()).toBe(false);
        expect((await refresh(owner.refreshToken)).status).toBe(200);
      } finally {
        for (const { socket } of sockets) socket.close();
      }
    }, 30_000);

    it('loses it when its owner sets a password by mail', async () => {
      const owner = await company('resets-corp');
      const { socket, ended } = await listen(owner.accessToken);
      try {
        await api('/auth/password-reset', from(), { email: owner.email });
        const token = await world.mailedToken(owner.email, 'reset');
        expect((await api('/auth/password-reset/confirm', from(), { token, password: 'an even better password' })).status).toBe(204);
        await untilRefused(owner.accessToken);
        await eventually(() => expect(ended()).toBe(true), { timeoutMs: 5_000 });
        expect((await refresh(owner.refreshToken)).status).toBe(401);
      } finally {
        socket.close();
      }
    }, 30_000);
  });

  describe('who guesses passwords', () => {
    const guess = async (email: string, headers: Headers, count: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let n = 0; n < count; n++) statuses.push((await login(email, 'not the password', headers)).status);
      return statuses;
    };

    it('locks out themselves, and not the owner, wherever the owner is', async () => {
      const [home, stranger] = [from(), from()];
      const owner = await company('locked-corp', home);
      expect(await guess(owner.email, stranger, 7)).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect((await login(owner.email, owner.password, stranger)).status).toBe(429);
      expect((await login(owner.email, owner.password, home)).status).toBe(200);
      expect((await login(owner.email, owner.password, from())).status).toBe(200);
    }, 30_000);

    it('with many addresses slows the account where nobody knows it, and where it is known not even that, the superadmin’s too', async () => {
      const home = from();
      const owner = await company('spread-corp', home);
      const { email, password } = world.system.demo.superadmin;
      expect((await login(email, password, home)).status).toBe(200);
      for (const target of [owner, { email, password }]) {
        for (let n = 0; n < 10; n++) expect(await guess(target.email, from(), 5)).toEqual([401, 401, 401, 401, 401]);
        // The first wait is a second; each further failure makes it longer.
        await eventually(async () => expect(await guess(target.email, from(), 1)).toEqual([429]));
        expect((await login(target.email, target.password, home)).status).toBe(200);
      }
    }, 60_000);

    it('is one stranger in all of an IPv6 network, at one account and at many', async () => {
      const owner = await company('network-corp');
      const [atOne, atMany]: [number[], number[]] = [[], []];
      for (let n = 1; n <= 6; n++) atOne.push(...(await guess(owner.email, from(`2001:db8:7:8::${n}`), 1)));
      for (let n = 1; n <= 21; n++) atMany.push(...(await guess(`victim${n}@network.example`, from(`2001:db8:7:9::${n}`), 1)));
      expect(atOne).toEqual([401, 401, 401, 401, 401, 429]);
      expect(atMany).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    }, 30_000);

    it('gains nothing by signing in to an account of their own in between', async () => {
      const [there, eve] = [from(), await company('between-corp')];
      const statuses: number[] = [];
      for (let n = 0; n < 21; n++) {
        statuses.push(...(await guess(`victim${n}@between.example`, there, 1)));
        if (n < 20) await login(eve.email, eve.password, there);
      }
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
    }, 30_000);
  });

  it('learns from a slug that is taken nothing about who has an account', async () => {
    const owner = await company('taken-corp');
    const register = async (email: string) => {
      const given = { tenantName: 'Probe', slug: 'taken-corp', name: 'Probe', email, password: 'a probing password' };
      const { status, body } = await api<object>('/auth/register', from(), given);
      return { status, body: { ...body, requestId: '' } };
    };
    expect(await register(owner.email)).toEqual(await register('nobody@taken-corp.example'));
    expect(await register(owner.email)).toMatchObject({ status: 409, body: { code: 'slug_taken' } });
  });
});
