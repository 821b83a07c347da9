import { Controller } from '@nestjs/common';
import { checkoutAbandoned, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { BeginByEventsHandler } from '../../handlers/flows/begin-by-events.handler.js';
import { EnrolAbandonedHandler } from '../../handlers/drips/enrol-abandoned.handler.js';

/** What customers have begun to buy, and left. */
@Controller()
export class CheckoutAbandonedConsumer {
  constructor(
    private readonly enrol: EnrolAbandonedHandler,
    private readonly flows: BeginByEventsHandler,
  ) {}

  @Consumes(checkoutAbandoned)
  async onCheckoutAbandoned(event: EventOf<typeof checkoutAbandoned>): Promise<void> {
    await this.enrol.execute(event);
    await this.flows.byCheckout(event);
  }
}
