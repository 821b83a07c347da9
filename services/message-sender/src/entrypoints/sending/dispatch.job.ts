import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { DispatchMessagesHandler } from '../../handlers/sending/dispatch-messages.handler.js';
import { DispatchSignal } from '../../handlers/queue/dispatch-signal.state.js';
import { SettlementQueue } from '../../handlers/sending/settlement-queue.state.js';

const SWEEP_MS = 1_000;
/** At a stop, for outcomes that are not stored yet. With uploads (1 s) and answers (10 s) before them it stays below the 15 s a process is given. */
const LAST_OUTCOMES_MS = 3_000;

/** Dispatches when something was queued, when a connection became free, and every second. */
@Injectable()
export class DispatchJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(
    private readonly dispatch: DispatchMessagesHandler,
    private readonly settlements: SettlementQueue,
    signal: DispatchSignal,
    logger: Logger,
  ) {
    this.#loop = BackgroundLoop.onWake(signal, SWEEP_MS, 'dispatching', () => dispatch.execute(), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  /** Claims nothing more, waits for the answers that are out, and stores what they said. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    await this.dispatch.finish();
    await this.settlements.finish(LAST_OUTCOMES_MS);
  }
}
