import { Problem } from '../api/problem';
import { Session, type Tokens } from './session';

const memory = (): Storage => {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as Storage;
};
const pair = (number: number): Tokens => ({ accessToken: `a${number}`, refreshToken: `r${number}`, expiresIn: 900 });

function setUp(exchange?: (token: string) => Promise<Tokens>) {
  const used: string[] = [];
  const clock = { now: 0 };
  const session = new Session(
    memory(),
    exchange ??
      (async (token) => {
        used.push(token);
        return pair(used.length + 1);
      }),
    () => clock.now,
  );
  return { session, used, clock };
}

describe('a session', () => {
  it('uses a refresh token once however many ask at the same time', async () => {
    const { session, used, clock } = setUp();
    session.begin(pair(1));
    clock.now = 900_000;
    expect(await Promise.all([session.token(), session.token(), session.renew('a1'), session.refresh()])).toEqual(['a2', 'a2', 'a2', 'a2']);
    expect(used).toEqual(['r1']);
    expect(session.refreshToken).toBe('r2');
  });

  it('renews a token shortly before it ends, and not earlier', async () => {
    const { session, used, clock } = setUp();
    session.begin(pair(1));
    clock.now = 870_000;
    expect(await session.token()).toBe('a1');
    clock.now = 885_000;
    expect(await session.token()).toBe('a2');
    expect(used).toEqual(['r1']);
  });

  it('does not refresh for a token that was renewed meanwhile', async () => {
    const { session, used } = setUp();
    session.begin(pair(2));
    expect(await session.renew('a1')).toBe('a2');
    expect(used).toEqual([]);
  });

  it('ends with the reason when the refresh token is refused', async () => {
    const { session } = setUp(async () => {
      throw new Problem(401, 'invalid_refresh_token', '');
    });
    session.begin(pair(1));
    expect(await session.refresh()).toBeUndefined();
    expect(session.state).toEqual({ status: 'signed-out', reason: 'expired' });
    expect(session.refreshToken).toBeNull();
  });

  it('outlives a server that does not answer', async () => {
    const { session } = setUp(async () => {
      throw new TypeError('fetch failed');
    });
    session.begin(pair(1));
    await expect(session.refresh()).rejects.toThrow('fetch failed');
    expect(session.state.status).toBe('signed-in');
    expect(session.refreshToken).toBe('r1');
  });

  it('stays signed out when an answer comes after signing out', async () => {
    let answer: (tokens: Tokens) => void = () => undefined;
    const { session } = setUp(() => new Promise((resolve) => (answer = resolve)));
    session.begin(pair(1));
    const running = session.refresh();
    session.end('signed-out');
    answer(pair(2));
    expect(await running).toBeUndefined();
    expect(session.refreshToken).toBeNull();
    expect(session.state).toEqual({ status: 'signed-out', reason: 'signed-out' });
  });

  it('takes up after a reload what was signed in, once', async () => {
    const storage = memory();
    storage.setItem('chasqui.refresh-token', 'r1');
    const used: string[] = [];
    const session = new Session(storage, async (token) => {
      used.push(token);
      return pair(2);
    });
    await Promise.all([session.resume(), session.resume()]);
    expect(session.state).toEqual({ status: 'signed-in' });
    expect(used).toEqual(['r1']);
  });

  it('is signed out after a reload that left nothing, for no reason to tell', async () => {
    const { session, used } = setUp();
    await session.resume();
    expect(session.state).toEqual({ status: 'signed-out' });
    expect(used).toEqual([]);
  });
});
