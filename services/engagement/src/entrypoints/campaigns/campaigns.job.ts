import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Logger } from '#service-kit';
import { AdvanceCampaignsHandler } from '../../handlers/campaigns/advance-campaigns.handler.js';
import { CampaignWake } from '../../handlers/campaigns/campaign-wake.state.js';

/** A fifth of a second's worth at a time; an idle look costs one index probe. */
const SWEEP_MS = 200;

/** Campaigns whose time has come, and those that are under way. */
@Injectable()
export class CampaignsJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: BackgroundLoop;

  constructor(advance: AdvanceCampaignsHandler, wake: CampaignWake, logger: Logger) {
    this.#loop = BackgroundLoop.onWake(wake, SWEEP_MS, 'advancing campaigns', (isStopped) => advance.execute(isStopped), logger);
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }
}
