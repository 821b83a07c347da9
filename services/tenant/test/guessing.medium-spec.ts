import { decodeJwt } from 'jose';
import { asSuperadmin, eventually } from '#testing';
import { hashSecret } from '../src/domain/secrets.js';
import { PASSWORD, World, type Answer } from './tenant-world.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

type From = Record<string, string>;

/** An account, and where it has signed in from. */
const account = async (name: string): Promise<{ email: string; home: From }> => {
  const [email, home] = [`${name}@flores.example`, world.from()];
  const given = { tenantName: name, name, email, password: PASSWORD };
  expect((await world.call('POST', '/auth/register', home, given)).status).toBe(201);
  return { email, home };
};
const wrong = (email: string, from: From): Promise<Answer> => world.login(email, 'a wrong password', from);
const times = async (count: number, work: (n: number) => Promise<Answer>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let n = 0; n < count; n++) statuses.push((await work(n)).status);
  return statuses;
};
const all = (status: number, count: number): number[] => Array.from({ length: count }, () => status);
const of = (answers: readonly Answer[], status: number): Answer[] => answers.filter((answer) => answer.status === status);
const row = async (key: string): Promise<{ failures: number; seconds: number | null } | undefined> =>
  (
    await world.infra.rows<{ failures: number; seconds: number | null }>(
      `select failures, extract(epoch from locked_until - last_at)::float8 as seconds from tenant.sign_in_attempts where key = $1`,
      [key],
    )
  )[0];
const pairKey = (email: string, from: From): string => `pair:${hashSecret(`${email} ${from['x-forwarded-for']}`)}`;
const accountKey = (email: string): string => `account:${hashSecret(email)}`;
const addressKey = (from: From): string => `address:${from['x-forwarded-for']}`;
const unlock = (key: string) => world.infra.rows(`update tenant.sign_in_attempts set locked_until = null where key = $1`, [key]);

describe('guessing at one account from one address', () => {
  it('must wait after five failures, even with the right password, and is told how long', async () => {
    const [{ email }, stranger] = [await account('lock'), world.from()];
    expect(await times(5, () => wrong(email, stranger))).toEqual(all(401, 5));
    const refused = await world.login(email, PASSWORD, stranger);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(Number(refused.headers.get('retry-after'))).toBe(1);
    // Right again once the lock has run out, and then as if nothing had been.
    await eventually(async () => expect((await world.login(email, PASSWORD, stranger)).status).toBe(200), { everyMs: 100 });
    expect((await wrong(email, stranger)).status).toBe(401);
    expect((await world.login(email, PASSWORD, stranger)).status).toBe(200);
  });

  it('waits twice as long after each further failure; where the account is known a minute at most', async () => {
    const [{ email, home }, stranger] = [await account('double'), world.from()];
    await world.infra.rows(`insert into tenant.sign_in_attempts (key, failures) values ($1, 5), ($2, 30)`, [
      pairKey(email, stranger),
      pairKey(email, home),
    ]);
    const lockSeconds = async (from: From): Promise<number> => {
      await unlock(pairKey(email, from));
      expect((await wrong(email, from)).status).toBe(401);
      return Math.round((await row(pairKey(email, from)))!.seconds!);
    };
    expect([await lockSeconds(stranger), await lockSeconds(stranger), await lockSeconds(stranger)]).toEqual([2, 4, 8]);
    expect(await lockSeconds(home)).toBe(60);
  });

  it('locks an address that nobody has in the same way, so that a lock tells nothing', async () => {
    const stranger = world.from();
    expect(await times(6, () => wrong('ghost@flores.example', stranger))).toEqual([...all(401, 5), 429]);
  });

  it('is no hundred tries for a hundred guesses at the same instant', async () => {
    const [{ email }, stranger] = [await account('burst'), world.from()];
    const answers = await Promise.all(Array.from({ length: 100 }, () => wrong(email, stranger)));
    expect([of(answers, 401).length, of(answers, 429).length]).toEqual([5, 95]);
  });

  it('counts the addresses of one IPv6 network as one', async () => {
    const { email } = await account('six');
    const from = (n: number) => world.from(`2001:db8:5:6:${n}::${n}`);
    expect(await times(6, (n) => wrong(email, from(n)))).toEqual([...all(401, 5), 429]);
    expect((await wrong(email, world.from('2001:db8:5:7::1'))).status).toBe(401);
    expect((await wrong('spare@flores.example', from(9))).status).toBe(401);
    expect(await row('address:2001:db8:5:6::/64')).toMatchObject({ failures: 6 });
  });
});

describe('a stranger locks nobody out', () => {
  it('neither where the owner has signed in from before, nor from anywhere else', async () => {
    const [{ email, home }, stranger] = [await account('owner'), world.from()];
    await times(5, () => wrong(email, stranger));
    expect((await wrong(email, stranger)).status).toBe(429);
    expect((await world.login(email, PASSWORD, home)).status).toBe(200);
    expect((await world.login(email, PASSWORD, world.from())).status).toBe(200);
    expect((await wrong(email, stranger)).status).toBe(429);
  });

  it('nor the superadmin', async () => {
    const [email, home] = ['root@flores.example', world.from()];
    const tenant = await world.tenant('root-corp');
    await world.member(tenant, email);
    await world.infra.rows('update tenant.users set superadmin = true where email = $1', [email]);
    expect((await world.login(email, PASSWORD, home)).status).toBe(200);
    const many = Array.from({ length: 10 }, () => world.from());
    for (const stranger of many) await times(6, () => wrong(email, stranger));
    expect((await row(accountKey(email)))!.failures).toBe(50);
    expect(decodeJwt((await world.login(email, PASSWORD, home)).body.accessToken)).toMatchObject({ superadmin: true });
    expect((await world.call('GET', `/tenants/${tenant}`, asSuperadmin(world.infra))).status).toBe(200);
  });

  it('by asking more at the same instant than may wait', async () => {
    const { email, home } = await account('queue');
    const flood = Promise.all(Array.from({ length: 200 }, () => wrong(email, world.from())));
    expect((await world.login(email, PASSWORD, home)).status).toBe(200);
    expect(of(await flood, 429).length).toBeGreaterThan(0);
  });

  it('by what they did wrong at other accounts from the same address', async () => {
    const { email, home } = await account('office');
    expect(await times(21, (n) => wrong(`colleague${n}@flores.example`, home))).toEqual([...all(401, 20), 429]);
    expect((await world.login(email, PASSWORD, home)).status).toBe(200);
  });

  it('is known for thirty days where somebody has signed in, been let in by mail, or stayed signed in', async () => {
    const { email } = await account('known');
    const [signedIn, refreshed, reset] = [world.from(), world.from(), world.from()];
    const { refreshToken } = (await world.login(email, PASSWORD, signedIn)).body;
    await world.call('POST', '/auth/refresh', refreshed, { refreshToken });
    await world.call('POST', '/auth/password-reset', world.from(), { email });
    const token = await world.tokenMailedTo(email);
    await world.call('POST', '/auth/password-reset/confirm', reset, { token, password: PASSWORD });
    await world.infra.rows(`insert into tenant.sign_in_attempts (key, failures, locked_until) values ($1, 99, now() + interval '1 hour')`, [
      accountKey(email),
    ]);
    for (const from of [signedIn, refreshed, reset]) expect((await world.login(email, PASSWORD, from)).status).toBe(200);
    expect((await world.login(email, PASSWORD, world.from())).status).toBe(429);
    await world.infra.rows(`update tenant.known_addresses set last_at = now() - interval '31 days' where block = $1`, [
      signedIn['x-forwarded-for'],
    ]);
    expect((await world.login(email, PASSWORD, signedIn)).status).toBe(429);
    // What is known of one account is nothing to another.
    const other = await account('unknown');
    await unlock(accountKey(other.email));
    await world.infra.rows(`insert into tenant.sign_in_attempts (key, failures, locked_until) values ($1, 99, now() + interval '1 hour')`, [
      accountKey(other.email),
    ]);
    expect((await world.login(other.email, PASSWORD, refreshed)).status).toBe(429);
  });
});

describe('guessing from many addresses', () => {
  it('at one account is slow after fifty failures, however many guess at the same instant', async () => {
    const { email } = await account('spread');
    const answers = await Promise.all(Array.from({ length: 100 }, () => wrong(email, world.from())));
    expect([of(answers, 401).length, of(answers, 429).length]).toEqual([50, 50]);
    expect((await row(accountKey(email)))!.seconds).toBe(1);
    await world.infra.rows(`update tenant.sign_in_attempts set failures = 500, locked_until = null where key = $1`, [accountKey(email)]);
    expect((await wrong(email, world.from())).status).toBe(401);
    expect((await row(accountKey(email)))!.seconds).toBe(60);
  });

  it('at many accounts from one address is locked', async () => {
    const spray = world.from('203.0.113.50');
    expect(await times(21, (n) => wrong(`spray${n}@flores.example`, spray))).toEqual([...all(401, 20), 429]);
    expect((await wrong('another@flores.example', world.from())).status).toBe(401);
  });
});

describe('what is forgotten', () => {
  it('are failures whose last is an hour ago, and not those of 59 minutes', async () => {
    const { email } = await account('forgiven');
    const [old, recent] = [world.from(), world.from()];
    await world.infra.rows(
      `insert into tenant.sign_in_attempts (key, failures, last_at) values
         ($1, 9, now() - interval '61 minutes'), ($2, 9, now() - interval '59 minutes')`,
      [pairKey(email, old), pairKey(email, recent)],
    );
    await wrong(email, old);
    await wrong(email, recent);
    expect([await row(pairKey(email, old)), await row(pairKey(email, recent))]).toMatchObject([{ failures: 1 }, { failures: 10 }]);
  });

  it('is what was counted against an account, for whoever sets a password by mail, and there', async () => {
    const { email } = await account('mailed');
    const [there, elsewhere] = [world.from(), world.from()];
    await world.infra.rows(
      `insert into tenant.sign_in_attempts (key, failures, locked_until) select key, 99, now() + interval '1 hour' from unnest($1::text[]) key`,
      [[accountKey(email), pairKey(email, there), pairKey(email, elsewhere)]],
    );
    expect((await world.login(email, PASSWORD, there)).status).toBe(429);
    await world.call('POST', '/auth/password-reset', there, { email });
    const token = await world.tokenMailedTo(email);
    expect((await world.call('POST', '/auth/password-reset/confirm', there, { token, password: PASSWORD })).status).toBe(204);
    expect((await world.login(email, PASSWORD, there)).status).toBe(200);
    expect(await row(accountKey(email))).toBeUndefined();
    expect((await world.login(email, PASSWORD, elsewhere)).status).toBe(429);
  });
});

describe('a right sign-in', () => {
  it('gives back what its owner mistyped there, of the account and of the address, and not one failure more', async () => {
    const [{ email }, victim, there] = [await account('thief'), await account('victim'), world.from()];
    const elsewhere = world.from();
    await times(3, () => wrong(victim.email, there));
    await times(2, () => wrong(email, there));
    await times(2, () => wrong(email, elsewhere));
    expect([await row(addressKey(there)), await row(accountKey(email))]).toMatchObject([{ failures: 5 }, { failures: 4 }]);
    for (let n = 0; n < 3; n++) expect((await world.login(email, PASSWORD, there)).status).toBe(200);
    expect(await row(pairKey(email, there))).toBeUndefined();
    expect(await row(addressKey(there))).toMatchObject({ failures: 3 });
    expect(await row(accountKey(email))).toMatchObject({ failures: 2 });
    expect(await row(accountKey(victim.email))).toMatchObject({ failures: 3 });
    expect(await row(pairKey(victim.email, there))).toMatchObject({ failures: 3 });
    expect(await row(pairKey(email, elsewhere))).toMatchObject({ failures: 2 });
  });

  it('between guesses at others makes room for none', async () => {
    const [{ email }, there] = [await account('between'), world.from()];
    const statuses: number[] = [];
    for (let n = 0; n < 21; n++) {
      statuses.push((await wrong(`mark${n}@flores.example`, there)).status);
      if (n < 20) await world.login(email, PASSWORD, there);
    }
    expect(statuses).toEqual([...all(401, 20), 429]);
  });

  it('succeeds as often as it is tried at the same instant', async () => {
    const { email } = await account('crowd');
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.login(email)));
    expect(answers.map((answer) => answer.status)).toEqual(all(200, 20));
  });
});
