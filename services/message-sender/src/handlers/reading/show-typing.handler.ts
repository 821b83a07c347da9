import { Inject, Injectable } from '@nestjs/common';
import type { EventOf, typingStarted } from '#contracts';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing, Logger } from '#service-kit';
import { ReadMarks } from '../../clients/reading/read-marks.js';
import type { Config } from '../../config.js';
import { isWorthMarking } from '../../domain/reading/read-mark.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';

const MAX_OPEN = 100;

/** Shows the customer that a person is writing. A courtesy like the read mark: tried once, left out under load and when it comes late. */
@Injectable()
export class ShowTypingHandler {
  #underWay = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly marks: ReadMarks,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Returns at once: no event waits behind a courtesy. */
  execute(event: EventOf<typeof typingStarted>): void {
    if (this.config.READ_MARKS === 'off' || this.#underWay >= MAX_OPEN) return;
    if (!isWorthMarking(Date.parse(event.occurredAt), Date.now())) return;
    this.#underWay++;
    this.#show(event)
      .catch((error: Error) => this.logger.debug('typing was not shown', { reason: error.message }))
      .finally(() => this.#underWay--);
  }

  async #show({ tenantId, data: { outletId, wamid } }: EventOf<typeof typingStarted>): Promise<void> {
    const credentials = await this.database.forTenant(tenantId, (tx) => this.outlets.credentials(tx, outletId));
    if (!credentials) return;
    const { phoneNumberId, sealedToken } = credentials;
    await this.marks.markRead({ phoneNumberId, accessToken: this.keys.open(sealedToken, outletId), wamid, typing: true });
  }
}
