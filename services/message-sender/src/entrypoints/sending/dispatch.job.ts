import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import { DispatchMessagesHandler } from '../../handlers/sending/dispatch-messages.handler.js';
import { DispatchSignal } from '../../handlers/queue/dispatch-signal.state.js';
import { SettlementQueue } from '../../handlers/sending/settlement-queue.state.js';

const SWEEP_MS = 1_000;
/** At a stop, for outcomes that are not stored yet; with the answers before them it stays below the 15 s a process is given. */
const LAST_OUTCOMES_MS = 3_000;

/** Dispatches when something was queued, when a connection became free, and every second. */
@Injectable()
export class DispatchJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(
    private readonly dispatch: DispatchMessagesHandler,
    private readonly settlements: SettlementQueue,
    private readonly signal: DispatchSignal,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.signal.onWake(() => this.#wake());
    this.#timer = setInterval(() => this.#wake(), SWEEP_MS);
    this.#wake();
  }

  /** Claims nothing more, waits for the answers that are out, and stores what they said. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.dispatch.finish();
    await this.settlements.finish(LAST_OUTCOMES_MS);
  }

  #wake(): void {
    this.#again = true;
    if (!this.#running) this.#running = this.#run();
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.dispatch.execute();
      } catch (error) {
        // The sweep tries again.
        this.#again = false;
        if (!isDatabaseUnavailable(error)) this.logger.error('dispatching failed', error as Error);
      }
    }
    this.#running = undefined;
  }
}
