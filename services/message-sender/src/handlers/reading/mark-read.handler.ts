import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { EventOf, replyRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing, Logger } from '#service-kit';
import { ReadMarks } from '../../clients/reading/read-marks.js';
import type { Config } from '../../config.js';
import { firstIdAt, isWorthMarking, TYPING_AFTER_MS } from '../../domain/reading/read-mark.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';

/** Beyond this, customers wait for answers and not for ticks. */
const MAX_OPEN = 500;

/**
 * Shows the customer that the message was read and, while the answer takes a moment, that it is being written. A courtesy: it is
 * tried once, never holds anything up, and is left out under load. Off unless READ_MARKS is on.
 */
@Injectable()
export class MarkReadHandler implements BeforeApplicationShutdown {
  readonly #waiting = new Set<NodeJS.Timeout>();
  #underWay = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly messages: MessagesRepository,
    private readonly marks: ReadMarks,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  execute(event: EventOf<typeof replyRequested>): void {
    if (this.config.READ_MARKS === 'off' || this.#waiting.size + this.#underWay >= MAX_OPEN) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.#underWay++;
      this.#mark(event)
        .catch((error: Error) => this.logger.debug('a message was not marked as read', { reason: error.message }))
        .finally(() => this.#underWay--);
    }, TYPING_AFTER_MS);
    this.#waiting.add(timer);
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.#waiting) clearTimeout(timer);
  }

  async #mark({ tenantId, occurredAt, data }: EventOf<typeof replyRequested>): Promise<void> {
    const { outletId, conversationId, wamid } = data;
    if (!isWorthMarking(Date.parse(occurredAt), Date.now())) return;
    const { credentials, isAnswered } = await this.database.forTenant(tenantId, async (tx) => ({
      credentials: await this.outlets.credentials(tx, outletId),
      isAnswered: await this.messages.hasNewer(tx, conversationId, firstIdAt(Date.parse(occurredAt))),
    }));
    if (!credentials) return;
    const { phoneNumberId, sealedToken } = credentials;
    await this.marks.markRead({ phoneNumberId, accessToken: this.keys.open(sealedToken, outletId), wamid, typing: !isAnswered });
  }
}
