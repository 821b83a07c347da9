import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { EventsWake } from '../../handlers/connections/events-wake.state.js';
import { ForgetEventsHandler } from '../../handlers/connections/forget-events.handler.js';
import { ProcessEventsHandler } from '../../handlers/connections/process-events.handler.js';
import { ReconcileHandler } from '../../handlers/connections/reconcile.handler.js';
import { ResealSecretsHandler } from '../../handlers/connections/reseal-secrets.handler.js';
import { TellAbandonedHandler } from '../../handlers/connections/tell-abandoned.handler.js';

/** For what nobody signalled: what failed and is due again, and what another process took in. */
const SWEEP_MS = 1_000;
/** By which shops' own orders are looked at when it is time. */
const RECONCILE_SWEEP_MS = 5_000;
/** By which checkouts are told of when their time has come. */
const ABANDONED_SWEEP_MS = 5_000;
const FORGET_EVERY_MS = 60 * 60_000;

/** Follows what shops told, tells of abandoned checkouts, forgets what is old, and seals secrets anew after a key rotation. */
@Injectable()
export class ConnectionsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loops: BackgroundLoop[];
  #resealing: Promise<void> | undefined;

  constructor(
    process: ProcessEventsHandler,
    forget: ForgetEventsHandler,
    reconcile: ReconcileHandler,
    abandoned: TellAbandonedHandler,
    private readonly reseal: ResealSecretsHandler,
    wake: EventsWake,
    private readonly logger: Logger,
  ) {
    this.#loops = [
      BackgroundLoop.onWake(wake, SWEEP_MS, 'following shops', (isStopped) => process.execute(isStopped), logger),
      BackgroundLoop.every(RECONCILE_SWEEP_MS, 'comparing with shops', (isStopped) => reconcile.execute(isStopped), logger),
      BackgroundLoop.every(ABANDONED_SWEEP_MS, 'telling of abandoned checkouts', (isStopped) => abandoned.execute(isStopped), logger),
      BackgroundLoop.every(FORGET_EVERY_MS, 'forgetting what shops told', (isStopped) => forget.execute(isStopped), logger),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.#loops) loop.start();
    this.#resealing = this.reseal.execute().then(
      (count) => {
        if (count > 0) this.logger.info({ count }, 'secrets of connections sealed under the newest key');
      },
      (error: Error) => this.logger.error('secrets could not be sealed anew; the next start tries again', error),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#loops.map((loop) => loop.stop()), this.#resealing]);
  }
}
