import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { Problem } from '#service-kit';
import { chargeOf, ratedCategory, withoutCode, type OutboundContent } from '#whatsapp';
import { estimateOf, finalPriceOf } from '../../domain/gate/price.js';
import { countryOf } from '../../domain/gate/recipient.js';
import { pricedAs } from '../../domain/queue/message.js';
import type { MessagePrice, StatusView, WholeMessage } from '../../domain/queue/message-view.js';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { MessagesRepository } from '../../persistence/queue/messages.repository.js';
import { StatusLogRepository } from '../../persistence/statuses/status-log.repository.js';

@Injectable()
export class GetMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly messages: MessagesRepository,
    private readonly log: StatusLogRepository,
    private readonly billing: BillingRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<WholeMessage & { price: MessagePrice; statuses: StatusView[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const message = await this.messages.find(tx, id);
      if (!message) throw Problem.notFound('message');
      // What waits in the queue is whole, and not shown so.
      const content = withoutCode(message.content as OutboundContent) as WholeMessage['content'];
      const [statuses, price] = await Promise.all([this.log.ofMessage(tx, id), this.#price(tx, message)]);
      return { ...message, content, price, statuses };
    });
  }

  /** By the rates of the day on which it was to leave. Of a utility template as outside of the customer's window, which nobody has kept. */
  async #price(tx: Transaction, message: WholeMessage): Promise<MessagePrice> {
    const { content, groupId, pricing } = message;
    // A group is priced by how many of its people got the message.
    if (groupId !== null) return { estimated: null, final: null };
    const day = new Date(message.sendAt ?? message.createdAt).toISOString().slice(0, 10);
    const template = content['template'] as { name: string; category?: string } | undefined;
    const asked = ratedCategory(pricedAs({ template: template?.name ?? null, templateCategory: template?.category ?? null }));
    const charge = pricing && chargeOf(pricing);
    const charged = charge?.by === 'rate' ? charge.category : asked;
    const rateOf = async (category: typeof asked) => category && this.billing.rate(tx, category, countryOf(message), day);
    const [estimated, final] = await Promise.all([rateOf(asked), charge && rateOf(charged)]);
    return {
      estimated: estimateOf({ isInWindow: template === undefined, isInEntry: false }, estimated),
      final: charge && finalPriceOf(charge, final ?? undefined, day),
    };
  }
}
