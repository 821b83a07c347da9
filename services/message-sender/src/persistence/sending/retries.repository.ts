import { Injectable } from '@nestjs/common';
import type { MessageState } from '#contracts';
import type { Transaction } from '#database';

/** Messages that were sent again in place of failed ones. */
@Injectable()
export class RetriesRepository {
  /**
   * Looks at a message that is to be sent again. Until the end of the transaction nobody else does.
   *
   * @returns its state, and the message that was sent in its place before, as it stands; undefined where there is no such message
   */
  async hold(
    tx: Transaction,
    id: string,
  ): Promise<{ state: MessageState; retriedBy: { id: string; status: MessageState } | null } | undefined> {
    const [failed] = await tx.query<{ state: MessageState }>(
      `select state from message_sender.messages where tenant_id = $1 and id = $2 for no key update`,
      [tx.tenantId, id],
    );
    if (!failed) return undefined;
    // After the lock: whoever had it before may have sent one.
    const [retry] = await tx.query<{ id: string; status: MessageState }>(
      `select id, state as status from message_sender.messages where tenant_id = $1 and retry_of = $2`,
      [tx.tenantId, id],
    );
    return { state: failed.state, retriedBy: retry ?? null };
  }
}
