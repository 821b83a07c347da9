import { eventually } from '#testing';
import { BackgroundLoop } from './background-loop.js';
import type { Logger } from './logger.js';
import { Wake } from './wake.js';

const AN_HOUR = 3_600_000;

describe('a loop that is woken', () => {
  const said: string[] = [];
  const logger = { error: (line: string) => said.push(line), debug: () => undefined } as unknown as Logger;
  let loop: BackgroundLoop | undefined;
  let turns: number;
  let wake: Wake;
  /** Ends the turn under way. */
  let end: PromiseWithResolvers<void>;

  beforeEach(() => {
    said.length = 0;
    turns = 0;
    wake = new Wake();
    end = Promise.withResolvers();
  });
  afterEach(async () => {
    end.resolve();
    await loop?.stop();
  });
  const start = (everyMs: number, work: () => Promise<void>): void => {
    loop = BackgroundLoop.onWake(wake, everyMs, 'looking', () => (turns++, work()), logger);
    loop.start();
  };

  it('works at its start, and whenever it is woken', async () => {
    start(AN_HOUR, async () => undefined);
    await eventually(() => expect(turns).toBe(1));
    wake.wake();
    await eventually(() => expect(turns).toBe(2));
  });

  it('works once more when it was woken during a turn, however often, and never twice at a time', async () => {
    start(AN_HOUR, () => end.promise);
    for (let n = 0; n < 5; n++) wake.wake();
    expect(turns).toBe(1);
    const first = end;
    end = Promise.withResolvers();
    first.resolve();
    await eventually(() => expect(turns).toBe(2));
    const second = end;
    end = Promise.withResolvers();
    second.resolve();
    // It rests now: only being woken begins a third turn.
    wake.wake();
    await eventually(() => expect(turns).toBe(3));
  });

  it('works without being woken', async () => {
    start(1, async () => undefined);
    await eventually(() => expect(turns).toBeGreaterThan(3));
  });

  it('tries again what failed when it is woken next, not at once, and says so once', async () => {
    start(AN_HOUR, async () => {
      wake.wake();
      throw new Error('no');
    });
    await eventually(() => expect(said).toHaveLength(1));
    // Whatever was to follow by itself has had its time.
    await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBe(1);
    wake.wake();
    await eventually(() => expect(turns).toBe(2));
    expect(said).toHaveLength(1);
  });

  it('lets the turn under way finish when it is stopped, and begins none', async () => {
    let isDone = false;
    start(1, async () => {
      await end.promise;
      isDone = true;
    });
    const stopped = loop!.stop();
    wake.wake();
    end.resolve();
    await stopped;
    expect(isDone).toBe(true);
    expect(turns).toBe(1);
  });
});
