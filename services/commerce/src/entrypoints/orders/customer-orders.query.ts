import { Controller } from '@nestjs/common';
import { customerOrders, type QuestionOf, type ReplyOf } from '#contracts';
import { Answers } from '#messaging';
import { isOpen } from '../../domain/orders/states.js';
import { FindOwnOrdersHandler } from '../../handlers/orders/find-own-orders.handler.js';

@Controller()
export class CustomerOrdersQuery {
  constructor(private readonly findOwn: FindOwnOrdersHandler) {}

  @Answers(customerOrders)
  async orders({ tenantId, contactId }: QuestionOf<typeof customerOrders>): Promise<ReplyOf<typeof customerOrders>> {
    const own = await this.findOwn.execute(tenantId, contactId);
    return {
      orders: own.map(({ orderNumber, status, placedAt, totalMinor, currency, trackingNumber, trackingUrl }) => ({
        number: orderNumber,
        status,
        isOpen: isOpen(status),
        placedAt,
        totalMinor,
        currency,
        ...(trackingNumber ? { trackingNumber } : {}),
        ...(trackingUrl ? { trackingUrl } : {}),
      })),
    };
  }
}
