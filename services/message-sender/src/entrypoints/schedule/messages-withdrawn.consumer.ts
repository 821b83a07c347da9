import { Controller } from '@nestjs/common';
import { campaignMessagesWithdrawn, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { WithdrawMessagesHandler } from '../../handlers/schedule/withdraw-messages.handler.js';

/** What campaigns that were paused or cancelled take back. */
@Controller()
export class MessagesWithdrawnConsumer {
  constructor(private readonly withdraw: WithdrawMessagesHandler) {}

  @Consumes(campaignMessagesWithdrawn)
  onCampaignMessagesWithdrawn(event: EventOf<typeof campaignMessagesWithdrawn>): Promise<void> {
    return this.withdraw.execute(event);
  }
}
