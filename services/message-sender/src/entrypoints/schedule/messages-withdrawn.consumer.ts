import { Controller } from '@nestjs/common';
import { campaignMessagesWithdrawn, orderMessagesWithdrawn, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { WithdrawMessagesHandler } from '../../handlers/schedule/withdraw-messages.handler.js';

/** What other services take back of what they asked for. */
@Controller()
export class MessagesWithdrawnConsumer {
  constructor(private readonly withdraw: WithdrawMessagesHandler) {}

  @Consumes(campaignMessagesWithdrawn)
  onCampaignMessagesWithdrawn(event: EventOf<typeof campaignMessagesWithdrawn>): Promise<void> {
    return this.withdraw.execute(event, 'engagement');
  }

  @Consumes(orderMessagesWithdrawn)
  onOrderMessagesWithdrawn(event: EventOf<typeof orderMessagesWithdrawn>): Promise<void> {
    return this.withdraw.execute(event, 'commerce');
  }
}
