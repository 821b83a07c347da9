import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests, type MessageChange } from '#messaging';
import { isLater, type CodeDelivery } from '../../domain/codes/code.js';
import { CodeCountsRepository, type CodeOutcome } from '../../persistence/codes/code-counts.repository.js';
import { CodesRepository, type SentCode } from '../../persistence/codes/codes.repository.js';
import { CodeClock } from './clock.state.js';
import { ForgetRequests } from './forget-requests.step.js';
import { CODE_MESSAGES } from './send-code.handler.js';

/** What becomes of messages with codes: whether they arrived, why not, and as what WhatsApp charged them. */
@Injectable()
export class FollowCodesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
    private readonly forget: ForgetRequests,
    private readonly clock: CodeClock,
  ) {}

  onModuleInit(): void {
    this.requests.listen(CODE_MESSAGES, (tx, changes) => this.execute(tx, changes));
  }

  async execute(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    const now = this.clock.now();
    const known = new Map(
      (
        await this.codes.lockSent(
          tx,
          changes.map(({ id }) => id),
        )
      ).map((code) => [code.id, code]),
    );
    const figures: { purpose: SentCode['purpose']; outcome: CodeOutcome; reason?: string }[] = [];
    const [taken, lost] = [new Set<string>(), new Set<string>()];
    for (const change of changes) {
      const code = known.get(change.id);
      if (!code) continue;
      if (code.delivery === 'requested') taken.add(code.id);
      const next = nextOf(code, change, now);
      figures.push(...next.figures.map((figure) => ({ ...figure, purpose: code.purpose })));
      if (next.delivery === 'failed' || next.delivery === 'refused') lost.add(code.id);
      else lost.delete(code.id);
      await this.codes.saveDelivery(tx, { id: code.id, ...next });
      known.set(code.id, {
        ...code,
        delivery: next.delivery,
        deliveredAt: next.deliveredAt,
        priceType: next.price?.type ?? code.priceType,
      });
    }
    // It is on its way by now, or never will be: the request, which holds the code, is needed no more.
    await this.forget.execute(tx, [...taken]);
    if (lost.size > 0) await this.codes.allowResend(tx, [...lost], now);
    await this.counts.add(tx, now, figures);
  }
}

/** Of those that a message takes on its way; WhatsApp's word for a voice message that was heard is not one of a code's. */
const deliveryOf = (status: MessageChange['status']): CodeDelivery => {
  if (status === 'cancelled') return 'refused';
  if (status === 'played') return 'read';
  return status === 'unknown' || status === 'queued' || status === 'sending' ? 'requested' : (status as CodeDelivery);
};

function nextOf(code: SentCode, change: MessageChange, now: Date) {
  const told = deliveryOf(change.status);
  const delivery = isLater(code.delivery, told) ? told : code.delivery;
  const figures: { outcome: CodeOutcome; reason?: string }[] = [];
  const isThere = delivery === 'delivered' || delivery === 'read';
  const isLost = delivery === told && (delivery === 'failed' || delivery === 'refused');
  const failure = isLost ? (change.refusal?.code ?? String(change.errors[0]?.code ?? delivery)) : null;
  if (isThere && code.deliveredAt === null) figures.push({ outcome: 'delivered' });
  if (isLost && code.delivery !== delivery) figures.push({ outcome: 'failed', reason: failure! });
  const { category, type } = change.pricing ?? {};
  const price = category && type ? { category, type } : null;
  if (price?.type === 'regular' && code.priceType === null) figures.push({ outcome: 'charged', reason: price.category });
  return { delivery, deliveredAt: code.deliveredAt ?? (isThere ? change.at || now.toISOString() : null), failure, price, figures };
}
