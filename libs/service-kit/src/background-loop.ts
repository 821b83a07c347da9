import { isDatabaseUnavailable } from '#database';
import type { Logger } from './logger.js';
import type { Wake } from './wake.js';

export interface Pause {
  ms: number;
  /** Whether being woken ends the pause early; a rest is not cut short. */
  wakeable?: boolean;
}

const AFTER_FAILURE_MS = 1_000;
const MAX_AFTER_FAILURES_MS = 60_000;

/** One piece of work, again and again, never twice at a time; every turn says how long to pause after it. */
export class BackgroundLoop {
  #woken = false;
  #endPause: (() => void) | undefined;
  #pause: Pause = { ms: 0 };
  #stopped = false;
  #running: Promise<void> | undefined;
  /** In a row. */
  #failures = 0;

  constructor(
    private readonly name: string,
    private readonly turn: (isStopped: () => boolean) => Promise<Pause>,
    private readonly logger: Logger,
    /** After a turn that failed; where it is left out, longer and longer. */
    private readonly afterFailure?: Pause,
  ) {}

  /** A loop whose turns are so far apart: from the end of one to the beginning of the next. @param work given a way to see that it is to end */
  static every(ms: number, name: string, work: (isStopped: () => boolean) => Promise<unknown>, logger: Logger): BackgroundLoop {
    const turn = async (isStopped: () => boolean): Promise<Pause> => {
      await work(isStopped);
      return { ms };
    };
    return new BackgroundLoop(name, turn, logger);
  }

  /** A loop that works whenever it is woken, and after so long when it is not. What failed is tried again then too. */
  static onWake(
    wake: Wake,
    everyMs: number,
    name: string,
    work: (isStopped: () => boolean) => Promise<unknown>,
    logger: Logger,
  ): BackgroundLoop {
    const pause = { ms: everyMs, wakeable: true };
    const turn = async (isStopped: () => boolean): Promise<Pause> => {
      await work(isStopped);
      return pause;
    };
    const loop = new BackgroundLoop(name, turn, logger, pause);
    wake.listen(() => loop.wake());
    return loop;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Asks for a turn as soon as possible; during a turn it is remembered. */
  wake(): void {
    this.#woken = true;
    if (this.#pause.wakeable) this.#endPause?.();
  }

  /** Lets the turn under way finish. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false;
      try {
        this.#pause = await this.turn(() => this.#stopped);
        this.#failures = 0;
      } catch (error) {
        // What it was woken for during this turn may be what failed.
        this.#woken = false;
        // What goes on failing is tried less and less often.
        this.#pause = this.afterFailure ?? { ms: Math.min(AFTER_FAILURE_MS * 2 ** this.#failures, MAX_AFTER_FAILURES_MS) };
        // Postgres away is said once by whoever is asked for something, and by /health.
        const level = isDatabaseUnavailable(error) || this.#failures > 0 ? 'debug' : 'error';
        this.logger[level](`${this.name} failed; trying again`, error as Error);
        this.#failures++;
      }
      await this.#wait();
    }
  }

  async #wait(): Promise<void> {
    if (this.#stopped || (this.#pause.wakeable && this.#woken)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#pause.ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endPause = undefined;
  }
}
