import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { DeliveryWake } from '../../handlers/deliveries/delivery-wake.state.js';
import { DispatchDeliveriesHandler } from '../../handlers/deliveries/dispatch-deliveries.handler.js';

/** For what nobody signalled: attempts whose time has come, and what another process took in or left behind. */
const SWEEP_MS = 1_000;

@Injectable()
export class DispatchJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(
    private readonly dispatch: DispatchDeliveriesHandler,
    wake: DeliveryWake,
    logger: Logger,
  ) {
    this.#loop = BackgroundLoop.onWake(wake, SWEEP_MS, 'delivering webhooks', (isStopped) => dispatch.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    await this.dispatch.idle();
  }
}
