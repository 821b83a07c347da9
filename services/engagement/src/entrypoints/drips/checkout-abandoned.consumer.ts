import { Controller } from '@nestjs/common';
import { checkoutAbandoned, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { EnrolAbandonedHandler } from '../../handlers/drips/enrol-abandoned.handler.js';

/** What customers have begun to buy, and left. */
@Controller()
export class CheckoutAbandonedConsumer {
  constructor(private readonly enrol: EnrolAbandonedHandler) {}

  @Consumes(checkoutAbandoned)
  onCheckoutAbandoned(event: EventOf<typeof checkoutAbandoned>): Promise<void> {
    return this.enrol.execute(event);
  }
}
