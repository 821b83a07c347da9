import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { abandonedAfterMs } from '../../domain/sending/attempt-times.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';
import { DispatchMessagesHandler } from './dispatch-messages.handler.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

/**
 * Messages that were being sent when their process ended. Whether their request left is not known: they become unknown, and nothing
 * else. Those that this very process claimed without learning of it (the answer to the commit was lost) surely did not leave.
 */
@Injectable()
export class RecoverAbandonedHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly dispatch: DispatchMessagesHandler,
    private readonly announce: AnnounceStatus,
    private readonly signal: DispatchSignal,
    private readonly logger: Logger,
  ) {}

  /** @returns how many were recovered */
  async execute(): Promise<number> {
    const found = await this.database.forSystem((tx) =>
      this.messages.abandoned(tx, abandonedAfterMs(this.config.GRAPH_TIMEOUT_MS), this.dispatch.inHand()),
    );
    // What is in hand is asked again after the query, and not at all while a claim is being made whose messages nobody here knows yet.
    const inHand = new Set(this.dispatch.inHand());
    const abandoned = found.filter(
      ({ id, instance }) => !inHand.has(id) && (instance !== this.dispatch.instance || !this.dispatch.isClaiming),
    );
    for (const [tenantId, group] of Map.groupBy(abandoned, (message) => message.tenantId)) {
      await this.database.forTenant(tenantId, async (tx) => {
        const byId = new Map(group.map((message) => [message.id, message]));
        const changed = [];
        for (const stored of await this.messages.lock(tx, [...byId.keys()])) {
          const { claim, instance } = byId.get(stored.id)!;
          if (stored.state !== 'sending' || stored.claim !== claim) continue;
          const neverWritten = instance === this.dispatch.instance;
          const recovered = { ...stored, state: neverWritten ? ('queued' as const) : ('unknown' as const) };
          if (!neverWritten) this.announce.append(tx, recovered);
          changed.push(recovered);
        }
        await this.messages.save(tx, changed);
      });
      this.logger.info({ tenantId, messages: group.length }, 'messages were left under way by a process that ended');
    }
    if (abandoned.length > 0) this.signal.wake();
    return abandoned.length;
  }
}
