import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { RecipientsRepository } from '../../persistence/campaigns/recipients.repository.js';
import { RECIPIENT, recipientId } from './send-turns.step.js';

/** Takes back the messages of a campaign that were asked for and of which nothing was heard: a second's worth of its pace at most. */
@Injectable()
export class WithdrawMessages {
  constructor(
    private readonly recipients: RecipientsRepository,
    private readonly requests: MessageRequests,
  ) {}

  /** @param campaign locked */
  async execute(tx: Transaction, { id: campaignId, outletId }: Campaign): Promise<void> {
    const underWay = await this.recipients.withdraw(tx, campaignId);
    this.requests.withdraw(
      tx,
      outletId,
      underWay.map(({ contactId, messageId }) => ({ messageId, kind: RECIPIENT, id: recipientId(campaignId, contactId) })),
    );
  }
}
