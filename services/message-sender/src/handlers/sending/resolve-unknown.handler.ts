import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, Logger } from '#service-kit';
import type { Config } from '../../config.js';
import { mayResend } from '../../domain/sending/resend-unknown.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { SendingMetrics } from './sending-metrics.state.js';

@Injectable()
export class ResolveUnknownHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly signal: DispatchSignal,
    private readonly metrics: SendingMetrics,
    private readonly logger: Logger,
  ) {}

  /** Puts unknown messages back into the queue where the evidence allows it. @returns how many */
  async execute(): Promise<number> {
    const { candidates, unknown } = await this.database.forSystem(async (tx) => ({
      candidates: await this.messages.unresolved(tx, this.config.UNKNOWN_RESEND_AFTER_MS),
      unknown: await this.messages.countUnknown(tx),
    }));
    this.metrics.unknown.set(unknown);
    const resend = candidates.filter((message) =>
      mayResend(
        {
          unknownForMs: message.unknownForMs,
          attemptedAt: Date.parse(message.attemptedAt),
          resends: message.resends,
          statusSeen: message.statusSeen,
          laterStatusAt: message.laterStatusAt === null ? undefined : Date.parse(message.laterStatusAt),
        },
        this.config.UNKNOWN_RESEND_AFTER_MS,
      ),
    );
    let requeued = 0;
    for (const [tenantId, group] of Map.groupBy(resend, (message) => message.tenantId)) {
      const claims = new Map(group.map((message) => [message.id, message.claim]));
      await this.database.forTenant(tenantId, async (tx) => {
        // A status or a late answer may have settled it since.
        const open = (await this.messages.lock(tx, [...claims.keys()])).filter(
          (message) => message.state === 'unknown' && message.resends === 0 && message.claim === claims.get(message.id),
        );
        await this.messages.save(
          tx,
          open.map((message) => ({ ...message, state: 'queued' as const, resends: 1, delayMs: 0 })),
        );
        tx.afterCommit(() => {
          requeued += open.length;
          this.metrics.resends.inc(open.length);
          for (const { id } of open)
            this.logger.info({ tenantId, messageId: id }, 'an unknown message goes out again: WhatsApp did not take it');
        });
      });
    }
    if (requeued > 0) this.signal.wake();
    return requeued;
  }
}
