import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests } from '#messaging';
import { MessageSettingsRepository } from '../../persistence/order-messages/message-settings.repository.js';
import { ToldMessagesRepository } from '../../persistence/order-messages/told-messages.repository.js';

/** Takes back reminders that were asked for and wait with the sender, for quiet hours or a pause: what they remind of is settled. */
@Injectable()
export class WithdrawReminders {
  constructor(
    private readonly messages: ToldMessagesRepository,
    private readonly settings: MessageSettingsRepository,
    private readonly requests: MessageRequests,
  ) {}

  async execute(tx: Transaction, invoiceId: string): Promise<void> {
    const waiting = await this.messages.waiting(tx, 'invoice', invoiceId, 'reminder');
    if (waiting.length === 0) return;
    const outletId = await this.settings.outlet(tx, (await this.settings.read(tx)).outletId);
    // Without a number nothing leaves.
    if (!outletId) return;
    this.requests.withdraw(
      tx,
      outletId,
      waiting.map((messageId) => ({ messageId, kind: 'invoice', id: invoiceId })),
    );
  }
}
