import { Injectable } from '@nestjs/common';
import { campaignMessagesWithdrawn, MAX_WITHDRAWN } from '#contracts';
import type { Transaction } from '#database';
import { Outbox, referenceOf } from '#messaging';
import type { Campaign } from '../../persistence/campaigns/campaign.entity.js';
import { RecipientsRepository } from '../../persistence/campaigns/recipients.repository.js';
import { RECIPIENT, recipientId } from './send-turns.step.js';

/** Takes back the messages of a campaign that were asked for and of which nothing was heard: a second's worth of its pace at most. */
@Injectable()
export class WithdrawMessages {
  constructor(
    private readonly recipients: RecipientsRepository,
    private readonly outbox: Outbox,
  ) {}

  /** @param campaign locked */
  async execute(tx: Transaction, { id: campaignId, outletId }: Campaign): Promise<void> {
    const underWay = await this.recipients.withdraw(tx, campaignId);
    const messages = underWay.map(({ contactId, messageId }) => ({
      messageId,
      reference: referenceOf({ kind: RECIPIENT, id: recipientId(campaignId, contactId) }),
    }));
    for (let from = 0; from < messages.length; from += MAX_WITHDRAWN) {
      this.outbox.append(tx, campaignMessagesWithdrawn, { outletId, messages: messages.slice(from, from + MAX_WITHDRAWN) });
    }
  }
}
