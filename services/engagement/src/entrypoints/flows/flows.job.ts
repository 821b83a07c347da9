import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { AdvanceFlowsHandler } from '../../handlers/flows/advance-flows.handler.js';
import { CallFlowsHandler } from '../../handlers/flows/call-flows.handler.js';
import { FlowRunsHandler } from '../../handlers/flows/flow-runs.handler.js';

const PAUSE_MS = 1_000;
/** A customer waits for the answer. */
const CALLS_MS = 250;
const FORGET_MS = 10 * 60_000;

/** Every second: runs whose time has come; four times a second: what other systems are asked. Every ten minutes: those that are too old to be kept. */
@Injectable()
export class FlowsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];

  readonly #calls: CallFlowsHandler;

  constructor(advance: AdvanceFlowsHandler, calls: CallFlowsHandler, runs: FlowRunsHandler, logger: Logger) {
    this.#calls = calls;
    this.#loops = [
      BackgroundLoop.every(PAUSE_MS, 'advancing flows', (isStopped) => advance.execute(isStopped), logger),
      BackgroundLoop.every(CALLS_MS, 'calling for flows', () => calls.execute(), logger),
      BackgroundLoop.every(FORGET_MS, 'forgetting old runs of flows', (isStopped) => runs.prune(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#loops.map((loop) => loop.stop()));
    await this.#calls.settled();
  }
}
