import { Circuits } from './circuits.js';

describe('the circuit of a model', () => {
  let now = 0;
  let circuits: Circuits;
  beforeEach(() => {
    now = 1_000;
    circuits = new Circuits(() => now);
  });
  const fail = (times: number, key = 'a'): void => {
    for (let time = 0; time < times; time++) if (circuits.enter(key)) circuits.failed(key);
  };
  const succeed = (times: number, key = 'a'): void => {
    for (let time = 0; time < times; time++) if (circuits.enter(key)) circuits.succeeded(key);
  };

  it('opens at five failures within a minute, of this model alone', () => {
    fail(4);
    expect(circuits.state('a')).toBe('closed');
    fail(1);
    expect([circuits.state('a'), circuits.enter('a'), circuits.isReady('a')]).toEqual(['open', false, false]);
    expect([circuits.state('b'), circuits.enter('b')]).toEqual(['closed', true]);
  });

  it('forgets failures that are older than a minute', () => {
    fail(4);
    now += 60_000;
    fail(4);
    expect(circuits.state('a')).toBe('closed');
  });

  it('stays closed where at least half of the calls succeed', () => {
    succeed(6);
    fail(5);
    expect(circuits.state('a')).toBe('closed');
    fail(1);
    expect(circuits.state('a')).toBe('open');
  });

  it('lets one call through after half a minute, and closes when it succeeds', () => {
    fail(5);
    now += 29_999;
    expect(circuits.state('a')).toBe('open');
    now += 1;
    expect([circuits.state('a'), circuits.isReady('a')]).toEqual(['half_open', true]);
    expect([circuits.enter('a'), circuits.isReady('a'), circuits.enter('a')]).toEqual([true, false, false]);
    circuits.succeeded('a');
    expect([circuits.state('a'), circuits.enter('a')]).toEqual(['closed', true]);
    // What failed before is forgotten with it.
    fail(4);
    expect(circuits.state('a')).toBe('closed');
  });

  it('opens for another half a minute when the call that was tried fails', () => {
    fail(5);
    now += 30_000;
    fail(1);
    expect(circuits.state('a')).toBe('open');
    now += 29_999;
    expect(circuits.enter('a')).toBe(false);
    now += 1;
    expect(circuits.enter('a')).toBe(true);
  });

  it('is not kept open by calls from before it opened', () => {
    fail(5);
    now += 20_000;
    circuits.failed('a');
    now += 10_000;
    expect(circuits.state('a')).toBe('half_open');
  });

  it('lets another call through where the one that was tried told nothing', () => {
    fail(5);
    now += 30_000;
    expect(circuits.enter('a')).toBe(true);
    circuits.ended('a');
    expect(circuits.enter('a')).toBe(true);
    // Nothing at all is heard of this one.
    expect(circuits.enter('a')).toBe(false);
    now += 150_000;
    expect(circuits.enter('a')).toBe(true);
  });

  it('counts circuits by state', () => {
    fail(5);
    fail(1, 'b');
    fail(5, 'c');
    expect(circuits.count(() => true)).toEqual({ closed: 1, open: 2, half_open: 0 });
    now += 30_000;
    expect(circuits.count((key) => key !== 'c')).toEqual({ closed: 1, open: 0, half_open: 1 });
  });
});
