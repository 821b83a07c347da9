import { Problem } from '../api/problem';
import { Session, type Tokens } from './session';

/** A browser: what its tabs share. @param locked whether it has locks */
function browser(locked = true) {
  const values = new Map<string, string>();
  const tabs: (() => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const clock = { now: 0 };
  const used: string[] = [];
  let current = 1;
  let before: string | undefined;
  /** As the server does: the newest token works, the one before gets the same again, any other ends all. */
  const exchange = async (token: string): Promise<Tokens> => {
    used.push(token);
    await Promise.resolve();
    if (token === `r${current}`) {
      before = token;
      current += 1;
    } else if (token !== before) {
      current = Number.NaN;
      throw new Problem(401, 'invalid_refresh_token', '');
    }
    return pair(current);
  };
  const tab = (ask: (token: string) => Promise<Tokens> = exchange): Session => {
    let mine: () => void = () => undefined;
    const tell = () => tabs.filter((each) => each !== mine).forEach((each) => each());
    const storage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => {
        values.set(key, value);
        tell();
      },
      removeItem: (key: string) => {
        values.delete(key);
        tell();
      },
    };
    const oneAtATime = <T>(work: () => Promise<T>): Promise<T> => {
      if (!locked) return work();
      const running = last.then(work);
      last = running.catch(() => undefined);
      return running;
    };
    const onChange = (listener: () => void) => tabs.push((mine = listener));
    return new Session({ storage, oneAtATime, onChange }, ask, () => clock.now);
  };
  return { tab, used, clock };
}
const pair = (number: number): Tokens => ({ accessToken: `a${number}`, refreshToken: `r${number}`, expiresIn: 900 });

function setUp(exchange?: (token: string) => Promise<Tokens>) {
  const { tab, used, clock } = browser();
  return { session: tab(exchange), used, clock };
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
    const { tab, used } = browser();
    tab().begin(pair(1));
    const session = tab();
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

describe('the tabs of a browser', () => {
  it('have one sign-in: a new tab has it at once', async () => {
    const { tab } = browser();
    tab().begin(pair(1));
    const other = tab();
    await other.resume();
    expect([other.state.status, await other.token()]).toEqual(['signed-in', 'a2']);
  });

  it.each([
    ['with locks', true],
    ['without locks, where the one token before gets the same answer', false],
  ])('all stay signed in when all reload at once, again and again (%s)', async (_, locked) => {
    const { tab } = browser(locked);
    tab().begin(pair(1));
    for (let round = 0; round < 20; round += 1) {
      const tabs = [tab(), tab(), tab()];
      await Promise.all(tabs.map((each) => each.resume()));
      expect(tabs.map(({ state }) => state.status)).toEqual(['signed-in', 'signed-in', 'signed-in']);
    }
  });

  it('with locks never use one token twice', async () => {
    const { tab, used } = browser();
    tab().begin(pair(1));
    await Promise.all([tab(), tab(), tab()].map((each) => each.resume()));
    expect(used).toEqual(['r1', 'r2', 'r3']);
  });

  it('sign out together, those included that are asleep', async () => {
    const { tab } = browser();
    const [one, two] = [tab(), tab()];
    one.begin(pair(1));
    await two.resume();
    two.end('signed-out');
    expect(one.state).toEqual({ status: 'signed-out', reason: 'signed-out' });
    expect([await one.token(), one.refreshToken]).toEqual([undefined, null]);
  });

  it('sign in together, and leave behind who was signed in before', async () => {
    const { tab } = browser();
    const [one, two] = [tab(), tab()];
    await Promise.all([one.resume(), two.resume()]);
    one.begin(pair(1));
    await two.refresh();
    expect([two.state.status, await two.token()]).toEqual(['signed-in', 'a2']);
    const seen: unknown[] = [];
    two.subscribe(() => seen.push(two.state));
    one.begin(pair(2));
    await two.refresh();
    expect(seen).toEqual([{ status: 'signed-out', reason: 'other-account' }, { status: 'signed-in' }]);
    expect(await two.token()).toBe('a3');
  });
});
