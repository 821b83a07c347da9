import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { classifyError } from '#whatsapp';
import { foldStatus, inOrder } from '../../domain/statuses/fold-status.js';
import { toldAccount } from '../../domain/queue/message.js';
import { limitsAfter } from '../../domain/gate/delivery-limit.js';
import { holdFor } from '../../domain/holds/hold.js';
import { DeliveryLimitsRepository } from '../../persistence/gate/delivery-limits.repository.js';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { TellHolds } from '../holds/tell-holds.step.js';
import { MessagesRepository, type StoredMessage } from '../../persistence/queue/messages.repository.js';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';
import type { LoggedStatus } from '../../persistence/statuses/status-log.repository.js';
import { AnnounceStatus } from '../queue/announce-status.step.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

/** Brings locked messages further by statuses that are in the log: in the transaction that logs or matches them. */
@Injectable()
export class FoldStatuses {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly holds: HoldsRepository,
    private readonly stops: TellHolds,
    private readonly limits: DeliveryLimitsRepository,
    private readonly outlets: OutletsRepository,
    private readonly announce: AnnounceStatus,
    private readonly signal: DispatchSignal,
  ) {}

  async apply(tx: Transaction, messages: readonly StoredMessage[], statuses: readonly LoggedStatus[]): Promise<void> {
    const byId = new Map(messages.map((message) => [message.id, message]));
    const changed = new Set<string>();
    for (const status of inOrder(statuses)) {
      const message = status.messageId === null ? undefined : byId.get(status.messageId);
      if (!message) continue;
      if (status.status === 'failed') await this.#heedFailure(tx, message, status);
      const folded = foldStatus(message, status);
      if (!folded) continue;
      const next = { ...message, ...folded.progress };
      byId.set(message.id, next);
      changed.add(message.id);
      if (!folded.announce) continue;
      // Where the answer to the request is not here, the status says whose number it was.
      const { phone } = status.recipient;
      const recipient = message.wamid === null && phone !== message.phone ? toldAccount(message.phone, phone) : undefined;
      this.announce.append(tx, next, { at: status.timestamp, pricing: status.pricing ?? undefined, recipient });
    }
    await this.messages.save(
      tx,
      [...changed].map((id) => byId.get(id)!),
    );
    // A message that was under way or unknown may have kept its lane back.
    const isOpen = ({ was }: StoredMessage): boolean => was === 'sending' || was === 'unknown' || was === 'queued';
    if ([...changed].some((id) => isOpen(byId.get(id)!))) tx.afterCommit(() => this.signal.wake());
  }

  /**
   * Refusals that stop a number, account or template also come late, as a status: the queue behind them must not be burnt. And what WhatsApp
   * will not deliver for now is not tried again meanwhile.
   */
  async #heedFailure(tx: Transaction, message: StoredMessage, status: LoggedStatus): Promise<void> {
    for (const error of status.errors) {
      const verdict = classifyError({ code: error.code, details: error.details });
      const { phone, userId } = status.recipient;
      const to = { phone: message.phone ?? phone, userId, at: new Date(status.timestamp) };
      if (verdict.class !== 'stop' && limitsAfter(error.code, { ...to, wabaId: ANY }).length === 0) continue;
      const [outlet] = await this.outlets.find(tx, [message.outletId]);
      const wabaId = outlet?.wabaId ?? null;
      await this.limits.put(tx, limitsAfter(error.code, { ...to, wabaId }));
      if (verdict.class !== 'stop') continue;
      const hold = holdFor(verdict, { outletId: message.outletId, wabaId, template: message.template, sealedToken: null });
      if (hold && !(await this.holds.wasLiftedSince(tx, hold, status.timestamp))) await this.stops.put(tx, [hold]);
    }
  }
}

/** Stands for the account that is not looked up yet. */
const ANY = '';
