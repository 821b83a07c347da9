import { outcomeOf, PAUSES_MS, wasAway } from './outcome.js';

const HOUR = 60 * 60_000;
const failed = { statusCode: 500, durationMs: 1 };

describe('a delivery that fails', () => {
  it('is given up when its attempts are spent and three days are over, not before', () => {
    const spent = PAUSES_MS.length;
    expect(outcomeOf(failed, { attempts: spent, waitedMs: 73 * HOUR }, 0.5)).toEqual({ kind: 'failed' });
    expect(outcomeOf(failed, { attempts: spent, waitedMs: HOUR }, 0.5)).toEqual({ kind: 'again', afterMs: 24 * HOUR, isAsked: false });
    expect(outcomeOf(failed, { attempts: spent + 5, waitedMs: HOUR }, 0.5)).toMatchObject({ kind: 'again', afterMs: 24 * HOUR });
    expect(outcomeOf(failed, { attempts: 3, waitedMs: 100 * HOUR }, 0.5)).toMatchObject({ kind: 'again', afterMs: 2 * HOUR });
  });

  it('waits as long as the receiver asks, if that is longer', () => {
    const asks = (retryAfterMs: number) => outcomeOf({ ...failed, retryAfterMs }, { attempts: 1, waitedMs: 0 }, 0.5);
    expect(asks(HOUR)).toEqual({ kind: 'again', afterMs: HOUR, isAsked: true });
    expect(asks(1_000)).toEqual({ kind: 'again', afterMs: 5 * 60_000, isAsked: false });
  });
});

it('an endpoint was away when it failed for a quarter of an hour', () => {
  const now = new Date();
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  expect([null, ago(14 * 60_000), ago(15 * 60_000)].map((since) => wasAway(since, now))).toEqual([false, false, true]);
});
